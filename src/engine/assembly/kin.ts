/**
 * Messages that have one message-id, in the order in which they got it: what filters and aliases make of one. Of those
 * that the engine follows all are handed over together.
 */
import { giveBack, take } from './memory';
import { Message } from './messages';

/** More are no filter's work. */
const MOST: i32 = 32;

@unmanaged
class Kin {
  first: usize;
  last: usize;
  count: i32;
}

export function firstOfKin(message: Message): usize {
  return message.kin == 0 ? 0 : changetype<Kin>(message.kin).first;
}

export function hasRoom(message: Message): bool {
  return message.kin == 0 || changetype<Kin>(message.kin).count < MOST;
}

/** The message is one of those of another one from now on, the last of them; false where there are too many. */
export function joinKin(message: Message, other: Message): bool {
  if (message.kin != 0) {
    if (message.kin != other.kin) return false;
    const kin = changetype<Kin>(message.kin);
    unlink(kin, message);
    link(kin, message);
    return true;
  }
  if (other.kin == 0) {
    const kin = changetype<Kin>(take(offsetof<Kin>()));
    kin.first = 0;
    kin.last = 0;
    kin.count = 0;
    link(kin, other);
  }
  const kin = changetype<Kin>(other.kin);
  if (kin.count >= MOST) return false;
  link(kin, message);
  return true;
}

export function leaveKin(message: Message): void {
  if (message.kin == 0) return;
  const kin = changetype<Kin>(message.kin);
  unlink(kin, message);
  message.kin = 0;
  if (kin.count == 0) giveBack(changetype<usize>(kin), offsetof<Kin>());
}

function link(kin: Kin, message: Message): void {
  const place = changetype<usize>(message);
  message.kin = changetype<usize>(kin);
  message.kinBefore = kin.last;
  message.kinAfter = 0;
  if (kin.last == 0) kin.first = place;
  else changetype<Message>(kin.last).kinAfter = place;
  kin.last = place;
  kin.count++;
}

function unlink(kin: Kin, message: Message): void {
  if (message.kinBefore == 0) kin.first = message.kinAfter;
  else changetype<Message>(message.kinBefore).kinAfter = message.kinAfter;
  if (message.kinAfter == 0) kin.last = message.kinBefore;
  else changetype<Message>(message.kinAfter).kinBefore = message.kinBefore;
  kin.count--;
}
