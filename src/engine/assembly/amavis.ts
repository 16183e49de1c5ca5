/**
 * What Amavis says of a message that it passed on; nothing comes of it:
 *
 *   (01234-05) Passed CLEAN {RelayedInbound}, [192.0.2.1]:4321 <a@example.org> -> <b@example.com>, Queue-ID: 4D2F1, ...
 */
import { at, has, isDigit, isGraphic, RIGHT_PARENTHESIS, SPACE } from './bytes';
import { periodAt } from './counts';
import { start, time, wall } from './frame';

const LEFT_PARENTHESIS: u32 = 40;

export function takeVerdict(): bool {
  if (at(start) != LEFT_PARENTHESIS || !isDigit(at(start + 1))) return false;
  let p = start + 1;
  while (isGraphic(at(p)) && at(p) != RIGHT_PARENTHESIS) p++;
  if (at(p) != RIGHT_PARENTHESIS || at(p + 1) != SPACE || !has(p + 2, 'Passed ')) return false;
  periodAt(time, wall);
  return true;
}
