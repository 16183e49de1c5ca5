/**
 * Log text is written by whoever connects. Before it reaches a terminal, control characters (with them every
 * escapeHtml sequence), bidirectional overrides and invisible characters are made visible as `\u{1b}`.
 */
export function safe(text: string): string {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u.test(text)
    ? text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu, visible)
    : text;
}

function visible(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
