import { anyOf } from "./sheet.ts";

/** What telephones and freemail programs write below a mail. */
const forms: readonly RegExp[] = [
  /^(?:sent|send) (?:from|via|with|using|by|wirelessly)\b/i,
  /^(?:envoyé|envoyée) (?:depuis|de|à partir|avec|sans)\b/i,
  /^(?:gesendet|von meinem|diese nachricht wurde von meine[mr])\b/i,
  /^(?:von|from) (?:meinem|my) .{0,30}(?:gesendet|iphone|ipad|android|phone|mobile)/i,
  /^(?:enviado|enviada) (?:desde|do|de|a partir)\b/i,
  /^inviato da(?:l|lla|l mio)?\b/i,
  /^(?:verzonden|verstuurd) (?:met|vanaf|via|van)\b/i,
  /^(?:wysłane|wysłano) z\b/i,
  /^(?:skickat|skickades) från\b/i,
  /^sendt fra\b/i,
  /^(?:lähetetty|lähetin)\b/i,
  /^(?:odesláno|posláno) z\b/i,
  /^отправлено (?:с|из)\b/i,
  /^(?:從我的|从我的|发自我的|發自我的|我的.{0,20}傳送)/,
  /^(?:iPhoneから送信|私の.{0,10}から送信)/,
  /^나의 .{1,20}에서 보냄/,
  /^get \[?outlook for (?:ios|android)/i,
];

/** Whether a line is one that a device or mail program added: `Sent from my phone`. */
export function isDevice(shape: string): boolean {
  if (shape.length > 120) return false;
  const bare = shape.replace(/^[-*_<([ ]+/, "");
  return any.test(bare) && !/[.:] \p{L}.*[.:] \p{L}/u.test(bare);
}

const any = anyOf(forms);
