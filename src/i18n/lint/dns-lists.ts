/**
 * DNS lists: what is wrong, in the words of `sekisho zones`, and what to do. Most are mended by other words in main.cf
 * (`/write`), or by none (`/delete`).
 */
import { type ZoneWords, en as zonesEn } from '../zones/en.ts';
import { ja as zonesJa } from '../zones/ja.ts';

type Advice<Key> = Key extends `advice.${infer Id}` ? Id : never;
/** Of restrictions/list-advice.ts; renamed parameters are told elsewhere. */
type AdviceId = Exclude<Advice<keyof ZoneWords>, 'renamed'>;

type Message = readonly [message: string, fix: string];

/** What to do where no other words help. */
type Fixes = Readonly<Record<AdviceId, string>>;

const fixesEn: Fixes = {
  'list-ended': 'Delete "{text}".',
  'list-listed-everybody': 'Delete {texts}.',
  'list-deprecated': 'Delete "{text}".',
  'list-unreliable': 'Delete "{text}".',
  'list-never': 'Delete "{text}".',
  'list-empty-sender-only':
    'Delete "{text}"; where bounces are to be refused by it, put it into a class that a table names for the sender <> (check_sender_access).',
  'list-watch-only': 'Delete "{text}".',
  'list-score-only':
    'Score it in postscreen (postscreen_dnsbl_sites), or look with "sekisho replay" at whom it refuses.',
  'list-misspelled': 'Write "{text}" as its operator spells it.',
  'list-unknown': 'Look with "sekisho zones {zone}" at what it answers, and at who runs it.',
  'no-filter': 'Write the answers that its operator promises behind it, as in {zone}=127.0.0.2.',
  'filter-never-matches': 'Write the answers that its operator promises instead of {filter}.',
  'filter-matches-errors': 'Write only the answers that are listings instead of {filter}.',
  'filter-unreadable': 'Write an address like 127.0.0.2, or ranges like 127.0.0.[2..11;14] (postconf(5)).',
  'asked-about-address': 'Delete "{text}".',
  'asked-about-domain': 'Delete "{text}".',
  'refuses-good-senders': 'Write the answers that mean bad senders behind it.',
  duplicate: 'Delete "{text}".',
  'part-of-zen': 'Delete "{text}".',
  'decides-alone': 'Give it less weight than {threshold}, so that two lists must agree.',
  'key-shown':
    'Set rbl_reply_maps (or postscreen_dnsbl_reply_map) to a table that gives {zone} a text without the key.',
  'key-missing': 'Delete "{text}", or write your key before the name.',
  'needs-registration': 'Register the address of your resolver with its operator, or delete "{text}".',
  'needs-subscription': 'Delete "{text}" if you are no customer of its operator.',
  'refuses-users':
    'Put permit_mynetworks, permit_sasl_authenticated before "{text}", or give the service a list of its own in master.cf.',
  'old-restriction': 'Write the new name.',
  'public-resolver':
    'Install a resolver of your own (unbound), and write "nameserver 127.0.0.1" into /etc/resolv.conf.',
  'postscreen-off': 'Switch postscreen on in master.cf (POSTSCREEN_README), or delete {parameter}.',
  'postscreen-ignores':
    'When the log shows that it hits no real mail, write "postscreen_dnsbl_action = enforce".',
};

const fixesJa: Fixes = {
  'list-ended': '「{text}」を削除してください。',
  'list-listed-everybody': '{texts} を削除してください。',
  'list-deprecated': '「{text}」を削除してください。',
  'list-unreliable': '「{text}」を削除してください。',
  'list-never': '「{text}」を削除してください。',
  'list-empty-sender-only':
    '「{text}」を削除してください。バウンスメールだけを拒否したい場合は、制限クラスに入れ、送信者 <> についてだけ表から呼び出します (check_sender_access)。',
  'list-watch-only': '「{text}」を削除してください。',
  'list-score-only':
    'postscreen の点数に使うか (postscreen_dnsbl_sites)、誰を拒否しているかを「sekisho replay」で確かめてください。',
  'list-misspelled': '「{text}」を、運営者の示すとおりの名前に直してください。',
  'list-unknown': '「sekisho zones {zone}」で応答を確かめ、運営者を調べてください。',
  'no-filter': '{zone}=127.0.0.2 のように、運営者が約束している応答を後ろに書いてください。',
  'filter-never-matches': '{filter} の代わりに、運営者が約束している応答を書いてください。',
  'filter-matches-errors': '{filter} の代わりに、掲載を意味する応答だけを書いてください。',
  'filter-unreadable':
    '127.0.0.2 のようなアドレスか、127.0.0.[2..11;14] のような範囲を書いてください (postconf(5))。',
  'asked-about-address': '「{text}」を削除してください。',
  'asked-about-domain': '「{text}」を削除してください。',
  'refuses-good-senders': '悪い送信者を意味する応答だけを後ろに書いてください。',
  duplicate: '「{text}」を削除してください。',
  'part-of-zen': '「{text}」を削除してください。',
  'decides-alone':
    '重みを {threshold} より小さくし、二つのリストが一致したときだけ拒否されるようにしてください。',
  'key-shown':
    'rbl_reply_maps (postscreen では postscreen_dnsbl_reply_map) で、{zone} の応答文をキーを含まないものに置き換えてください。',
  'key-missing': '「{text}」を削除するか、名前の前に自分のキーを書いてください。',
  'needs-registration': 'リゾルバーのアドレスを運営者に登録するか、「{text}」を削除してください。',
  'needs-subscription': '運営者と契約していないなら、「{text}」を削除してください。',
  'refuses-users':
    '「{text}」の前に permit_mynetworks, permit_sasl_authenticated を置くか、master.cf でそのサービスに別の制限リストを与えてください。',
  'old-restriction': '新しい名前で書いてください。',
  'public-resolver':
    '自前のリゾルバー (unbound) を入れ、/etc/resolv.conf に「nameserver 127.0.0.1」と書いてください。',
  'postscreen-off':
    'master.cf で postscreen を有効にするか (POSTSCREEN_README)、{parameter} を削除してください。',
  'postscreen-ignores':
    '本物のメールに当たらないことをログで確かめたら、「postscreen_dnsbl_action = enforce」と書いてください。',
};

const EVERYBODY: Readonly<Record<string, readonly [en: string, ja: string]>> = {
  'list-listed-everybody': [
    '{zones} ended long ago, and then listed everybody: whoever still asks refuses real mail, all of it while that lasts',
    '{zones} はとうに終了し、その後すべてのアドレスを「掲載」と答えました。まだ問い合わせていると、本物のメールまで拒否します (その間はすべてのメールが対象です)',
  ],
  'list-listed-everybody/warns': [
    '{zones} ended long ago, and then listed everybody: only warnings are logged here (warn_if_reject), which say nothing',
    '{zones} はとうに終了し、その後すべてのアドレスを「掲載」と答えました。ここでは警告が記録されるだけですが (warn_if_reject)、その警告に意味はありません',
  ],
};

function wordsOf(
  fixes: Fixes,
  message: (id: AdviceId) => string,
  { write, delete: away }: { readonly write: string; readonly delete: string },
  everybody: 0 | 1,
): Readonly<Record<string, Message>> {
  const words: Record<string, Message> = {};
  for (const [id, fix] of Object.entries(fixes) as [AdviceId, string][]) {
    words[id] = [message(id), fix];
    words[`${id}/delete`] = [
      message(id),
      id === 'list-empty-sender-only' || id === 'key-missing' ? fix : away,
    ];
    words[`${id}/write`] = [message(id), write.replace('{text}', '{write}')];
  }
  for (const [id, said] of Object.entries(EVERYBODY))
    words[id] = [said[everybody], fixes['list-listed-everybody']];
  return words;
}

export const en = wordsOf(fixesEn, (id) => zonesEn[`advice.${id}`], zonesEn, 0);
export const ja = wordsOf(fixesJa, (id) => zonesJa[`advice.${id}`], zonesJa, 1);
