/** Ordinary lines of delivery agents: `to=<..>, relay=.., delay=.., ..., status=sent (..)`. */
import { at, COMMA, find, GREATER, has, LEFT_BRACKET, QUOTE, seconds, SPACE, until } from './bytes';
import { layDown, lineTo, setRecipient, start } from './frame';
import { delivery as tellDelivery } from './host';
import { ordinaryMessage } from './queue';
import { queueIdEnd } from './smtpd';
import { deliver } from './traffic';

/** @param local whether it ends in a mailbox or a program of this server */
export function takeDelivery(local: bool): bool {
  const idEnd = queueIdEnd(start);
  if (idEnd == 0 || !has(idEnd + 2, 'to=<')) return false;
  const from = idEnd + 6;
  if (at(from) == QUOTE) return false;
  const close = find(GREATER, from);
  if (close == 0) return false;
  let p = close + 1;
  if (has(p, ', orig_to=<')) {
    if (at(p + 11) == QUOTE) return false;
    p = find(GREATER, p + 11);
    if (p == 0) return false;
    p++;
  }
  if (!has(p, ', relay=')) return false;
  p = afterRelay(p + 8);
  if (p == 0) return false;
  const message = ordinaryMessage(idEnd);
  if (message == null) return false;
  let delay: f64 = 0;
  // Field by field up to the status, as src/maillog/postfix/delivery.ts does.
  while (at(p) != 115 || !has(p, 'status=sent (')) {
    if (at(p) == 115) {
      if (!has(p, 'status=')) return false;
      layDown();
      return tellDelivery(changetype<usize>(message)) != 0;
    }
    if (has(p, 'delay=')) delay = seconds(p + 6);
    p = find(COMMA, p);
    if (p == 0 || at(p + 1) != SPACE) return false;
    p += 2;
  }
  // `forwarded as`, and whatever else begins like it.
  if (p + 13 >= lineTo || at(p + 13) == 102) return false;
  setRecipient(from, close);
  deliver(message, delay, local);
  return true;
}

/** The position after the comma after the relay; 0 where the relay is this host, which may be a content filter. */
function afterRelay(from: usize): usize {
  const comma = find(COMMA, from);
  if (comma == 0) return 0;
  for (let open = until(LEFT_BRACKET, from); open < comma; open = until(LEFT_BRACKET, open + 1))
    if (has(open, '[127.') || has(open, '[::1]')) return 0;
  return comma + 2;
}
