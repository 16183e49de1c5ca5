/**
 * What a configuration says of the decisions of one smtpd(8): its lists, its tables opened, its codes and switches, read
 * once, so that hundreds of thousands of attempts can be evaluated against them.
 */
import type { Hosts } from '../net/hosts.ts';
import type { Answer, Table } from '../postfix/tables/table.ts';
import type { AddressForms } from './mail-keys.ts';
import type { Maps } from './maps.ts';
import type { RestrictionList } from './parse.ts';
import type { Run } from './run.ts';

export type ListName = 'client' | 'helo' | 'sender' | 'relay' | 'recipient' | 'data' | 'end_of_data' | 'etrn';

export const LIST_PARAMETERS: Readonly<Record<ListName, string>> = {
  client: 'smtpd_client_restrictions',
  helo: 'smtpd_helo_restrictions',
  sender: 'smtpd_sender_restrictions',
  relay: 'smtpd_relay_restrictions',
  recipient: 'smtpd_recipient_restrictions',
  data: 'smtpd_data_restrictions',
  end_of_data: 'smtpd_end_of_data_restrictions',
  etrn: 'smtpd_etrn_restrictions',
};

/** Is a name, and an address where one belongs to it, in a list of patterns? */
export type Matcher = (run: Run, name: string, address: string | undefined) => boolean | 'failed';

/** Reply codes, by the names of their parameters without `_reject_code` and `_code`. */
export interface Codes {
  readonly accessReject: number;
  readonly accessDefer: number;
  readonly reject: number;
  readonly defer: number;
  readonly invalidHostname: number;
  readonly nonFqdn: number;
  readonly unknownHostname: number;
  readonly unknownClient: number;
  readonly unknownAddress: number;
  readonly rbl: number;
  readonly relay: number;
  readonly plaintext: number;
  readonly multiRecipientBounce: number;
  readonly localRecipient: number;
  readonly relayRecipient: number;
  readonly virtualAlias: number;
  readonly virtualMailbox: number;
  readonly unverifiedSenderReject: number;
  readonly unverifiedSenderDefer: number;
  readonly unverifiedRecipientReject: number;
  readonly unverifiedRecipientDefer: number;
}

/** Does a fact that cannot be had now defer at once, rather than at the end? (`..._tempfail_action = defer`) */
export interface Tempfail {
  readonly heloHostname: boolean;
  readonly address: boolean;
  readonly unverifiedSender: boolean;
  readonly unverifiedRecipient: boolean;
}

export interface Rules extends AddressForms {
  readonly lists: Readonly<Record<ListName, RestrictionList>>;
  readonly classes: ReadonlyMap<string, RestrictionList>;
  readonly delayReject: boolean;
  readonly relayFirst: boolean;
  readonly codes: Codes;
  readonly tempfail: Tempfail;
  readonly unverifiedSenderReason: string;
  readonly unverifiedRecipientReason: string;
  readonly softBounce: boolean;
  readonly saslEnabled: boolean;
  readonly allowUntrustedRouting: boolean;
  readonly rejectUnlistedSender: boolean;
  readonly rejectUnlistedRecipient: boolean;
  /** `receive_override_options = no_unknown_recipient_checks` */
  readonly unknownRecipientsPass: boolean;
  readonly showUserUnknownTable: boolean;
  readonly nullAccessKey: string;
  /** Before-queue filters leave `FILTER` and the like without effect. */
  readonly proxyFilter: boolean;
  readonly policyDefaultAction: string;
  readonly verifySender: string;

  readonly myHostname: string;
  readonly myDomain: string;
  readonly myOrigin: string;
  readonly swapBangpath: boolean;
  readonly percentHack: boolean;
  readonly appendAtMyorigin: boolean;
  readonly appendDotMydomain: boolean;
  readonly resolveDequoted: boolean;
  readonly resolveNumericDomain: boolean;
  readonly emptyAddressRecipient: string;
  readonly localTransport: string;
  readonly virtualTransport: string;
  readonly relayTransport: string;
  readonly defaultTransport: string;

  readonly myNetworks: Matcher;
  readonly myDestination: Matcher;
  readonly virtualAliasDomains: Matcher;
  readonly virtualMailboxDomains: Matcher;
  readonly relayDomains: Matcher;
  readonly mxBackupNetworks: Matcher | undefined;
  isOwnAddress(address: string): boolean;
  /** Names that getaddrinfo(3) finds without DNS. */
  readonly hosts: Hosts;

  /** `.domain` stands for subdomains in tables of restrictions, since `domain` does not. */
  readonly dottedAccessParents: boolean;
  readonly dottedTransportParents: boolean;

  /** Tables of restrictions, by how they are written. */
  readonly tables: ReadonlyMap<string, Table>;
  readonly transportMaps: Maps;
  readonly relocatedMaps: Maps;
  readonly canonicalMaps: Maps;
  readonly senderCanonicalMaps: Maps;
  readonly recipientCanonicalMaps: Maps;
  readonly virtualAliasMaps: Maps;
  readonly virtualMailboxMaps: Maps;
  readonly relayRecipientMaps: Maps;
  readonly localRecipientMaps: Maps;
  readonly senderLoginMaps: Maps;
  readonly rblReplyMaps: Maps;
  readonly clientCertificates: Maps;
  readonly rblDomains: readonly string[];
  readonly defaultRblReply: string;
  /** Letters that a client's own words may bring into a reply (`smtpd_expansion_filter`). */
  readonly expansionFilter: ReadonlySet<string>;
  /** IPv4 and IPv6, as in `inet_protocols`. */
  readonly families: readonly (4 | 6)[];
}

export type { Answer };
