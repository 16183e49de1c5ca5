/** Where mail ended: the sink, mailboxes, delivery programs; and the notifications among it (RFC 3464). */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_USERS, POSTMASTER } from './people.ts';
import type { Scene } from './scene.ts';

/** One message as it arrived, for one or more recipients. */
export interface Copy {
  readonly where: 'sink' | 'mailbox' | 'program';
  readonly recipients: readonly string[];
  /** Without what the delivery agent put before it; line ends LF. */
  readonly content: string;
  /** Of the message itself, "" in notifications. */
  readonly tag: string;
  /** The alias that passed it on, "" where none did. */
  readonly forwardedBy: string;
}

export interface Notice {
  readonly id: string;
  /** Recipients with `Action: failed`; status as `5.1.1`. */
  readonly failed: readonly { readonly recipient: string; readonly status: string }[];
  readonly returned: string;
}

export function copies(scene: Scene): Copy[] {
  const all: Copy[] = scene.sink.messages.map(({ recipients, content }) =>
    copyOf('sink', recipients, content.replaceAll('\r\n', '\n')),
  );
  for (const user of [...LOCAL_USERS, POSTMASTER]) {
    const box = join(scene.postfix.folder.mail, user);
    const text = existsSync(box) ? readFileSync(box, 'utf8') : '';
    for (const part of text.split(/^(?=From )/m)) {
      if (part === '') continue;
      const message = part.slice(part.indexOf('\n') + 1, -1).replaceAll(/^>From /gm, 'From ');
      all.push(copyOf('mailbox', [`${user}@local.example`], stripped(message)));
    }
  }
  for (const text of scene.taken()) {
    const recipient = text.slice('X-Taken-For: '.length, text.indexOf('\n'));
    all.push(copyOf('program', [recipient], stripped(text)));
  }
  return all;
}

/** What local(8) and pipe(8) put at the top. */
export function stripped(message: string): string {
  let text = message;
  while (/^(Return-Path|X-Original-To|Delivered-To|X-Taken-For|From )/.test(text))
    text = text.slice(text.indexOf('\n') + 1);
  return text;
}

function copyOf(where: Copy['where'], recipients: readonly string[], content: string): Copy {
  return {
    where,
    recipients,
    content,
    tag: header(content, 'X-Lab-Tag'),
    forwardedBy: header(content, 'Delivered-To'),
  };
}

/** The header of a message, also of one that is given back without its text. */
export function headerOf(content: string): string {
  const end = content.indexOf('\n\n');
  return end < 0 ? content : content.slice(0, end + 1);
}

/** The value of the header's first field of this name, "" where there is none. */
export function header(content: string, name: string): string {
  return new RegExp(`^${name}: (.*)$`, 'im').exec(headerOf(content))?.[1] ?? '';
}

/** All notifications in these texts, also those that notifications give back; each once. */
export function notices(texts: readonly string[]): Notice[] {
  const found = new Map<string, Notice>();
  const look = (text: string): void => {
    const boundary = /^Content-Type: multipart\/report;[\s\S]*?boundary="([^"]+)"/im.exec(
      text.slice(0, text.indexOf('\n\n')),
    )?.[1];
    if (boundary === undefined) return;
    const parts = text.split(`--${boundary}`);
    const status = parts.find((part) => /Content-Type: message\/(global-)?delivery-status/i.test(part)) ?? '';
    const last =
      parts.find((part) =>
        /Content-Type: (message\/rfc822|text\/rfc822-headers|message\/global)/i.test(part),
      ) ?? '';
    const returned = last.slice(last.indexOf('\n\n') + 2).replace(/\n$/, '');
    const failed = status
      .split('\n\n')
      .filter((block) => /^Action: failed/m.test(block))
      .map((block) => ({
        recipient: /^Final-Recipient: [\w-]+; ?(.*)$/m.exec(block)?.[1] ?? '',
        status: /^Status: (\S+)/m.exec(block)?.[1] ?? '',
      }));
    found.set(header(text, 'Message-Id'), { id: header(text, 'Message-Id'), failed, returned });
    look(returned);
  };
  for (const text of texts) look(text);
  return [...found.values()];
}

/** The size that cleanup(8) counts: each line is a record of a type, a length in base 128, and the text. */
export function queueSize(content: string): number {
  let size = 0;
  for (const line of content.replace(/\n$/, '').split('\n')) {
    const length = Buffer.byteLength(line);
    size += length + 1 + (length < 128 ? 1 : 2);
  }
  return size;
}
