import type { Mail } from "../mail/mail.ts";

interface Sign {
  readonly points: number;
  readonly says: string;
  readonly isIn: (mail: Mail, words: string) => boolean;
}

const money =
  /\b(?:loan|investment|lottery|inheritance|beneficiary|next of kin|abandoned fund|donation|business proposal|bank transfer|million (?:dollars|euro|usd)|atm card|compensation|begünstigter|spende)\b/i;
const wares =
  /\b(?:crypto(?:currency)? (?:recovery|fund|loss)|recovery (?:expert|hacker|agency|specialist|company|service|firm)|bitcoin recovery|abortion|cytotec|viagra|cialis|casino|escort|buy (?:weed|cocaine|ketamine|mdma|thc|cbd|meth|heroin|pills)|passports?|driver'?s licen[cs]e|call girls?|seo services?|guest post|backlinks?)\b/i;
const messengers = /\b(?:whats ?app|telegram|wechat|viber)\b ?[:@+\d(]|微信|واتس|سايتوتك/i;
const phone = /(?:\+|00)?\d[\d ()-]{8,}\d/;
const pleas =
  /\b(?:my (?:last|previous) (?:message|mail|email)|lucrative|confidential|get back to me|dear (?:friend|beneficiary|customer)|seasons? greetings|god bless|contact me (?:through|on|via)|early reply)\b/i;
/** What a list about code talks about: one of these and the mail is left alone unless it screams. */
const trade =
  /\b(?:kernel|commit [0-9a-f]{7}|patch(?:es|set)?|driver|bug|regression|compile|linux|maintainers?|git|syscall|deadlock|crash|stack trace|mailing list|segfault)\b|[\w-]+\/[\w.-]+\.(?:[chsS]|py|rs|txt|yaml|dts)\b|\b\w+\(\)/i;

/** From six points on a mail is held as spam. Signs are counted once each. */
const signs: readonly Sign[] = [
  { points: 10, says: "the provider's filter says so", isIn: (mail) => mail.spamFlag },
  {
    points: 4,
    says: "addressed to nobody, yet on a list",
    isIn: (mail) => mail.lists.length > 0 && !mail.recipients.some(({ address }) => address.includes("@")),
  },
  { points: 4, says: "money to give away", isIn: (_, words) => money.test(words) },
  { points: 6, says: "wares no list asks for", isIn: (_, words) => wares.test(words) },
  { points: 4, says: "a messenger's number", isIn: (_, words) => messengers.test(words) },
  { points: 2, says: "a telephone number in the subject", isIn: (mail) => phone.test(mail.subject.text) },
  { points: 2, says: "a plea for an answer", isIn: (_, words) => pleas.test(words) },
  {
    points: 2,
    says: "a subject in capitals",
    isIn: (mail) => /(?:\b[A-Z]{3,}\b\W+){3}/.test(`${mail.subject.title} `),
  },
  { points: 2, says: "no subject", isIn: (mail) => mail.subject.title.length < 3 },
  { points: 2, says: "HTML only", isIn: (mail) => mail.textFrom === "html" },
  { points: 2, says: "many links", isIn: (_, words) => words.split(/https?:\/\//).length > 4 },
  { points: -6, says: "speaks of code", isIn: (_, words) => trade.test(words) },
];

/**
 * Why a mail looks like spam, in words; empty where it does not. `reply` is what its author wrote (`Condensed.reply`):
 * a list's footer speaks of mailing lists. Only for a mail that opens a conversation and carries no patch.
 */
export function spamSigns(mail: Mail, reply: string): readonly string[] {
  const words = `${mail.subject.title}\n${reply.slice(0, 4000)}`.replace(/\S{1,100}@\S{1,100}/g, "");
  const found = signs.filter((sign) => sign.isIn(mail, words));
  const points = found.reduce((sum, sign) => sum + sign.points, 0);
  return points >= 6 ? found.filter((sign) => sign.points > 0).map((sign) => sign.says) : [];
}
