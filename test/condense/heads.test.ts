import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { condense } from "../../src/condense/condense.ts";

describe("a copied head in", () => {
  // biome-ignore format: the columns are the specification
  const rows: readonly [language: string, from: string, date: string, to: string, subject: string][] = [
    ["English",    "From",         "Sent",         "To",            "Subject"],
    ["English, of Apple", "From",  "Date",         "To",            "Subject"],
    ["German",     "Von",          "Gesendet",     "An",            "Betreff"],
    ["French",     "De ",          "Envoyé ",      "À ",            "Objet "],
    ["Spanish",    "De",           "Enviado el",   "Para",          "Asunto"],
    ["Italian",    "Da",           "Inviato",      "A",             "Oggetto"],
    ["Portuguese", "De",           "Enviada em",   "Para",          "Assunto"],
    ["Catalan",    "De",           "Enviat",       "Per a",         "Assumpte"],
    ["Dutch",      "Van",          "Verzonden",    "Aan",           "Onderwerp"],
    ["Polish",     "Od",           "Wysłano",      "Do",            "Temat"],
    ["Swedish",    "Från",         "Skickat",      "Till",          "Ämne"],
    ["Danish",     "Fra",          "Sendt",        "Til",           "Emne"],
    ["Norwegian",  "Fra",          "Dato",         "Til",           "Emne"],
    ["Finnish",    "Lähettäjä",    "Lähetetty",    "Vastaanottaja", "Aihe"],
    ["Czech",      "Od",           "Odesláno",     "Komu",          "Předmět"],
    ["Hungarian",  "Feladó",       "Elküldve",     "Címzett",       "Tárgy"],
    ["Turkish",    "Kimden",       "Gönderildi",   "Kime",          "Konu"],
    ["Russian",    "От",           "Отправлено",   "Кому",          "Тема"],
    ["Japanese",   "差出人",        "送信日時",      "宛先",           "件名"],
    ["Chinese",    "发件人",        "发送时间",      "收件人",         "主题"],
    ["Chinese of Taiwan", "寄件者", "寄件日期",     "收件者",         "主旨"],
    ["Korean",     "보낸 사람",     "보낸 날짜",     "받는 사람",      "제목"],
  ];
  for (const [language, from, date, to, subject] of rows) {
    const head = [`${from}: Ada <ada@example.org>`, `${date}: 4. 11. 2024 9:12`, `${to}: Tom`, `${subject}: Re: wbus`];
    test(`${language} ends what is new`, () => {
      assert.equal(condense(`Yes.\n\n${head.join("\n")}\n\nReady?\n`).reply, "Yes.");
    });
    test(`${language} may be bold, and its colon wide`, () => {
      const bold = head.map((line) => line.replace(/^([^:]+):/, "*$1：*"));
      assert.equal(condense(`Yes.\n\n${bold.join("\n")}\n\nReady?\n`).reply, "Yes.");
    });
  }
});

describe("a head", () => {
  const head = "From: Ada <ada@example.org>\nSent: Monday\nTo: Tom\nSubject: Re: wbus";

  // biome-ignore format: the columns are the specification
  const rows: readonly [title: string, text: string, reply: string][] = [
    ["may have addresses on several lines",  `Yes.\n\nFrom: Ada <ada@example.org>\nTo: Tom\n Ines <ines@example.org>\nSubject: wbus\n\nReady?`, "Yes."],
    ["above marked quotes is no end",        `${head}\n\n> Ready?\n\nYes.`, "Yes."],
    ["is text where a line announces it",    `It says:\n\n${head}\n\nand ends.`, `It says:\n\n${head}\n\nand ends.`],
    ["that opens a mail is its text",        `${head}\n\nReady?`, `${head}\n\nReady?`],
    ["of a forward stays with the forward",  `See below.\n\nBegin forwarded message:\n\n${head}\n\nReady?`, `See below.\n\nBegin forwarded message:\n\n${head}\n\nReady?`],
    ["needs more than a field",              "Yes.\n\nFrom: the start\n\nit ran.", "Yes.\n\nFrom: the start\n\nit ran."],
  ];
  for (const [title, text, reply] of rows) test(title, () => assert.equal(condense(text).reply, reply));
});
