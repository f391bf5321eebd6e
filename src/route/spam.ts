import type { Mail } from "../mail/mail.ts";

/** What of a mail the guess looks at. */
export interface SpamFacts extends Pick<Mail, "subject" | "text" | "ancestors" | "from" | "recipients" | "spamFlag"> {
  /** It carries a diff, inline or attached. */
  readonly hasPatch: boolean;
}

/** Text looked at, in characters: what a spammer wants is said at once, and the expressions below stay cheap. */
const maxText = 4000;

interface Sign {
  readonly says: string;
  /** 6 and more together are enough; all that can be a person's habit weighs 1. */
  readonly weight: number;
  readonly is: (mail: SpamFacts, said: string) => boolean;
}

// biome-ignore format: the columns are the specification
const signs: readonly Sign[] = [
  { says: "a mail server marked it",           weight: 6, is: (mail) => mail.spamFlag },
  { says: "its sender uses a free mail account", weight: 1, is: (mail) => /@(?:gmail|googlemail|yahoo|hotmail|outlook|live|aol|mail|gmx|yandex|proton(?:mail)?|163|126|qq)\.[a-z.]{2,6}$/i.test(mail.from.address) },
  { says: "it is addressed to nobody",         weight: 1,  is: (mail) => mail.recipients.every(({ address }) => !address.includes("@")) },
  { says: "it offers money",                   weight: 5, is: (_, said) => /\b(?:crypto(?:currency)?|bitcoin|btc|fund|scam)s?[ -]recovery|recovery (?:expert|hacker|compan(?:y|ies)|agency)|recover\w* (?:lost|stolen|scammed) (?:crypto|bitcoin|digital|funds?|money|assets?)|(?:corporate|personal|business) loan|\bloan at \d|business proposal|\babandoned fund|million (?:united states )?(?:dollars|usd|euros?)|\d[\d.,]{6,} (?:million )?(?:usd|euros?|dollars|united states)|\bspende\b.*\d{3}|lottery winner/i.test(said) },
  { says: "it sells drugs, papers or bodies",  weight: 5, is: (_, said) => /\bbuy (?:\w+ ){0,2}(?:weed|cocaine|thc|cbd|ketamine|mdma|meth|nembutal|xanax|passports?)\b|\b(?:abortion|cytotec|viagra|cialis)\b|escort service|سايتوتك|永久居民|代开发票/i.test(said) },
  { says: "it wants to be called or messaged", weight: 3, is: (_, said) => /\b(?:whats ?app|telegram|wechat)\b[\s:：+@]*[+@\d]|微信|\+\d[\d ]{9,}\d|\b\d{12}\b|contact (?:me|us) (?:back|now|via|at)\b|חזור אליי|להשיב/i.test(said) },
  { says: "its subject shouts",                weight: 1,  is: (mail) => shouts(mail.subject.title) },
  { says: "its subject could not be decoded",  weight: 1,  is: (mail) => /=\?[\w-]+\?[bq]\?/i.test(mail.subject.text) },
  { says: "it is in another script",           weight: 1,  is: (_, said) => mostlyOtherScript(said) },
  { says: "its subject names a part of the project", weight: -7, is: (mail) => mail.subject.prefixes.length > 0 || mail.subject.tags.length > 0 },
  { says: "it talks about code",               weight: -4, is: (_, said) => /\b\w+\(\)|\b[a-z]+_[a-z_]+\b|\b[\w-]+\/[\w/-]+\.[chsS]\b|\b0x[0-9a-f]{2,}|^(?:diff|commit) |\bv?\d+\.\d+(?:\.\d+)?-rc\d/m.test(said) },
];

/**
 * Why a mail looks like spam that the list let through; `undefined` where it does not.
 *
 * Only a mail that answers nothing and carries no patch can: holding back a developer's first question is worse than
 * showing ten offers of money. So what could be a person's habit (a free mail account, no addressee, a loud subject) never
 * holds a mail by itself; a mail server's mark does, unless the subject names a part of the project.
 */
export function looksLikeSpam(mail: SpamFacts): string | undefined {
  if (mail.hasPatch || mail.ancestors.length > 0) return undefined;
  const said = `${mail.subject.title}\n${mail.text.slice(0, maxText)}`;
  const found = signs.filter(({ is }) => is(mail, said));
  const weight = found.reduce((sum, sign) => sum + sign.weight, 0);
  return weight >= 6
    ? found
        .filter((sign) => sign.weight > 0)
        .map(({ says }) => says)
        .join(", ")
    : undefined;
}

function shouts(title: string): boolean {
  const letters = title.replace(/[^\p{L}]/gu, "");
  return letters.length >= 12 && letters.replace(/\p{Lu}/gu, "").length < letters.length * 0.3;
}

function mostlyOtherScript(text: string): boolean {
  const letters = text.replace(/[^\p{L}]/gu, "");
  return letters.length > 0 && letters.replace(/\p{Script=Latin}/gu, "").length > letters.length / 2;
}
