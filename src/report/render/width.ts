/** How many columns of a terminal a text takes; most texts are ASCII, and counted at once. */
import stringWidth from 'string-width';

export function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}
