import type { Mail } from "../mail/mail.ts";
import type { Patch } from "../patch/patch.ts";

/** Text looked at, in characters: what a spammer wants is said at once, and the expressions below stay cheap. */
const maxText = 4000;

interface Sign {
  readonly says: string;
  /** 6 and more together are enough; all that can be a person's habit weighs 1. */
  readonly weight: number;
  readonly is: (mail: Mail, said: string) => boolean;
}

// biome-ignore format: the columns are the specification
const signs: readonly Sign[] = [
  { says: "a mail server marked it",             weight: 6,  is: (mail) => mail.spamFlag },
  { says: "its sender uses a free mail account", weight: 1,  is: (mail) => /@(?:gmail|googlemail|yahoo|hotmail|outlook|live|aol|mail|gmx|yandex|proton(?:mail)?|163|126|qq)\.[a-z.]{2,6}$/i.test(mail.from.address) },
  { says: "it is addressed to nobody",           weight: 1,  is: (mail) => mail.recipients.every(({ address }) => !address.includes("@")) },
  { says: "it has no subject",                   weight: 1,  is: (mail) => mail.subject.title.length < 3 },
  { says: "its subject shouts",                  weight: 1,  is: (mail) => shouts(mail.subject.title) },
  { says: "its subject could not be decoded",    weight: 1,  is: (mail) => /=\?[\w-]+\?[bq]\?/i.test(mail.subject.text) },
  { says: "it is in another script",             weight: 1,  is: (_, said) => mostlyOtherScript(said) },
  { says: "it is HTML alone",                    weight: 1,  is: (mail) => mail.textFrom === "html" },
  { says: "it begs for an answer",               weight: 2,  is: (_, said) => /\b(?:(?:my|our) (?:last|previous) (?:message|mail|email)|get back to (?:me|us)|dear (?:friend|beneficiary|customer|sir ?\/ ?madam)|god bless|(?:early|urgent|swift|positive) (?:reply|response))\b/i.test(said) },
  { says: "it wants to be called or messaged",   weight: 3,  is: (_, said) => /\b(?:whats ?app|telegram|wechat|viber)\b[\s:：+@(]*[+@\d]|微信|واتس|\+\d[\d ]{9,}\d|\b\d{12}\b|contact (?:me|us) (?:back|now|via|at)\b|חזור אליי|להשיב/i.test(said) },
  { says: "it offers money",                     weight: 5,  is: (_, said) => /\b(?:crypto(?:currency)?|bitcoin|btc|fund|scam)s?[ -]recovery|recovery (?:expert|hacker|agency)|recover\w* (?:lost|stolen|scammed) (?:crypto|bitcoin|digital|funds?|money|assets?)|(?:corporate|personal|business) loan|\bloan at \d|business proposal|\babandoned fund|next of kin|million (?:united states )?(?:dollars|usd|euros?)|\d[\d.,]{6,} (?:million )?(?:usd|euros?|dollars|united states)|\bspende\b.{0,200}\d{3}|lottery winner|\batm card\b/i.test(said) },
  { says: "it sells what no list asks for",      weight: 5,  is: (_, said) => /\bbuy (?:\w{1,20} ){0,2}(?:weed|cocaine|thc|cbd|ketamine|mdma|meth|nembutal|xanax|passports?|driver'?s licen[cs]e|followers)\b|\b(?:abortion|cytotec|viagra|cialis|online casino|escort service|call girls?|guest posts? (?:on|for) your|(?:quality|dofollow|do-follow) backlinks?|seo (?:services?|packages?|proposal)|(?:attendees?|email) lists? (?:of|for sale))\b|سايتوتك|永久居民|代开发票/i.test(said) },
  { says: "its subject names a part of the project", weight: -7, is: (mail) => mail.subject.prefixes.length > 0 || mail.subject.tags.length > 0 },
  { says: "it talks about code",                 weight: -4, is: (_, said) => /\b\w+\(\)|\b[a-z]+_[a-z_]+\b|\b[\w-]+\/[\w/-]+\.[chsS]\b|\b0x[0-9a-f]{2,}|^(?:diff|commit) |\bv?\d+\.\d+(?:\.\d+)?-rc\d|\b(?:kernel|drivers?(?!['’])|patch(?:es|set)?|bug|compilers?|linux|git|maintainers?|segfault|stack trace)\b/m.test(said) },
];

/**
 * Why a mail looks like spam that the list let through, in words; empty where it does not. `reply` is what its author
 * wrote (`Condensed.reply`): a list's footer speaks of mailing lists.
 *
 * Only a mail that answers nothing and carries no patch can: holding back a developer's first question is worse than
 * showing ten offers of money. So what could be a person's habit (a free mail account, no addressee, a loud subject) never
 * holds a mail by itself; a mail server's mark does, unless the mail speaks of the project.
 */
export function spamSigns(mail: Mail, patch: Patch | undefined, reply: string): readonly string[] {
  if (mail.ancestors.length > 0 || (patch?.files.length ?? 0) > 0) return [];
  const said = `${mail.subject.title}\n${reply.slice(0, maxText)}`.replace(/\S{1,100}@\S{1,100}/g, "");
  const found = signs.filter(({ is }) => is(mail, said));
  const weight = found.reduce((sum, sign) => sum + sign.weight, 0);
  return weight >= 6 ? found.filter((sign) => sign.weight > 0).map(({ says }) => says) : [];
}

function shouts(title: string): boolean {
  const letters = title.replace(/[^\p{L}]/gu, "");
  return letters.length >= 12 && letters.replace(/\p{Lu}/gu, "").length < letters.length * 0.3;
}

function mostlyOtherScript(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, "");
  return letters.length > 0 && letters.replace(/\p{Script=Latin}/gu, "").length > letters.length / 2;
}
