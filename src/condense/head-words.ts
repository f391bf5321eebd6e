export type HeadField = "from" | "date" | "to" | "cc" | "subject" | "other";

/** What the fields of a copied head are called, one row a field. */
const names: readonly (readonly [field: HeadField, words: string])[] = [
  [
    "from",
    "From|Von|De|Da|Van|Od|Från|Fra|Lähettäjä|От|От кого|差出人|送信者|发件人|寄件者|寄件人|보낸 사람|보낸사람|Feladó|Kimden|Gönderen|Expéditeur|Remitente|De la|Från",
  ],
  [
    "date",
    "Date|Sent|Datum|Gesendet|Envoyé|Envoyé le|Enviado|Enviado el|Enviat|Enviat el|Enviada em|Enviado em|Fecha|Data|Inviato|Verzonden|Wysłano|Wysłane|Skickat|Sendt|Dato|Lähetetty|Päivämäärä|Päiväys|Odesláno|Отправлено|Дата|送信日時|日時|日付|发送时间|发送日期|日期|寄件日期|傳送時間|보낸 날짜|보낸날짜|날짜|Elküldve|Dátum|Tarih|Gönderildi|Trimis",
  ],
  [
    "to",
    "To|An|À|A|Para|Per a|Aan|Do|Till|Til|Vastaanottaja|Komu|Кому|宛先|收件人|收件者|받는 사람|받는사람|Címzett|Kime|Către|Destinataire|Destinatario",
  ],
  ["cc", "Cc|Bcc|Kopie|Copie|Copie à|DW|UDW|Kopia|Kopi|Kopio|Копия|抄送|副本|참조|Másolatot kap|CC"],
  [
    "subject",
    "Subject|Betreff|Objet|Asunto|Assumpte|Oggetto|Assunto|Onderwerp|Temat|Ämne|Emne|Aihe|Předmět|Тема|件名|主题|主旨|主題|제목|Tárgy|Konu|Subiect",
  ],
  [
    "other",
    "Reply-To|Organization|Organisation|Importance|Priority|Message-ID|Newsgroups|Attachments|Sender|Resent-From|In-Reply-To|References|X-Mailer|Antwort an|Répondre à|Wichtigkeit|Importance|Priorité",
  ],
];

const fields: ReadonlyMap<string, HeadField> = new Map(
  names.flatMap(([field, words]) => words.split("|").map((word) => [word.toLowerCase(), field] as const)),
);

/** Every name of a field, in small letters. */
export const fieldNames: readonly string[] = Array.from(fields.keys());

/** The field that a line of a copied head states: `*Von:* Ada` gives `from`. */
export function headField(shape: string): HeadField | undefined {
  const end = colonAt(shape);
  if (end < 1 || end > longestName) return undefined;
  const name = shape.slice(0, end).toLowerCase();
  return fields.get(name) ?? (/[*_|\s]/.test(name) ? fields.get(name.replace(/[*_|\s]+/g, " ").trim()) : undefined);
}

const longestName = 30;

function colonAt(shape: string): number {
  const start = shape.slice(0, longestName + 1);
  const colon = start.indexOf(":");
  return colon === -1 ? start.indexOf("：") : colon;
}

/** What the line above a copied head says: `-----Original Message-----`, `Begin forwarded message:`. */
export function separatorKind(shape: string): "forward" | "reply" | undefined {
  if (shape.length > longestSeparator) return undefined;
  if (forward.test(shape)) return "forward";
  return reply.test(shape) || /^original message processed by /i.test(shape) ? "reply" : undefined;
}

const longestSeparator = 120;

const forwardWords = [
  "begin forwarded message",
  "forwarded message",
  "forwarded by",
  "anfang der weitergeleiteten",
  "weitergeleitete nachricht",
  "début du message (?:transféré|réexpédié)",
  "message transféré",
  "mensaje reenviado",
  "inizio messaggio inoltrato",
  "messaggio inoltrato",
  "doorgestuurd bericht",
  "mensagem (?:encaminhada|reencaminhada)",
  "wiadomość przekazana",
  "vidarebefordrat meddelande",
  "videresendt (?:besked|melding)",
  "пересылаемое сообщение",
  "转发的?邮件",
].join("|");

const replyWords = [
  "original",
  "ursprüngliche",
  "originele?",
  "oorspronkelijk",
  "mensaje",
  "messaggio",
  "message",
  "mensagem",
  "oprindelig",
  "opprinnelig",
  "ursprungligt",
  "alkuperäinen",
  "wiadomość",
  "původní",
  "исходное",
  "eredeti",
  "原始",
  "antwort",
  "reply",
  "orijinal",
].join("|");

/** The letters with which what parts a head may start; `-` and `*` besides. */
export const separatorStarts: readonly string[] = `original|${forwardWords}`
  .split("|")
  .map((words) => words.slice(0, 3));

const forward = new RegExp(`^[-* ]*(?:${forwardWords})`, "iu");
const reply = new RegExp(`^\\*?[-_>]+\\s*(?:${replyWords})(?!\\p{L}).{0,40}[-_<]+\\*?$`, "iu");
