// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Postfix writes so.
/** What holds where no Postfix is installed that could be asked. */
import type { Defaults } from './defaults.ts';
import { builtIn } from './value.ts';

/** Postfix 3.7, where nothing is installed to be asked. Names of the machine are left out: nobody knows them. */
export const USUAL: Defaults = new Map(
  Object.entries({
    compatibility_level: '0',
    mail_version: '3.7',
    mail_name: 'Postfix',
    config_directory: '/etc/postfix',
    queue_directory: '/var/spool/postfix',
    default_database_type: 'hash',
    mydestination: '$myhostname, localhost.$mydomain, localhost',
    myorigin: '$myhostname',
    mynetworks_style: '${{$compatibility_level} <level {2} ? {subnet} : {host}}',
    relay_domains: '${{$compatibility_level} <level {2} ? {$mydestination} : {}}',
    relayhost: '',
    smtpd_delay_reject: 'yes',
    smtpd_helo_required: 'no',
    smtpd_client_restrictions: '',
    smtpd_helo_restrictions: '',
    smtpd_sender_restrictions: '',
    smtpd_relay_restrictions:
      '${{$compatibility_level} <level {1} ? {} : {permit_mynetworks, permit_sasl_authenticated, defer_unauth_destination}}',
    smtpd_recipient_restrictions: '',
    smtpd_data_restrictions: '',
    smtpd_end_of_data_restrictions: '',
    smtpd_etrn_restrictions: '',
    smtpd_restriction_classes: '',
    smtpd_relay_before_recipient_restrictions: '${{$compatibility_level} <level {3.6} ? {no} : {yes}}',
    parent_domain_matches_subdomains:
      'debug_peer_list,fast_flush_domains,mynetworks,permit_mx_backup_networks,qmqpd_authorized_clients,relay_domains,smtpd_access_maps',
    maps_rbl_domains: '',
    maps_rbl_reject_code: '554',
    rbl_reply_maps: '',
    default_rbl_reply:
      '$rbl_code Service unavailable; $rbl_class [$rbl_what] blocked using $rbl_domain${rbl_reason?; $rbl_reason}',
    postscreen_access_list: 'permit_mynetworks',
    postscreen_dnsbl_action: 'ignore',
    postscreen_dnsbl_reply_map: '',
    postscreen_dnsbl_sites: '',
    postscreen_dnsbl_threshold: '1',
    postscreen_dnsbl_allowlist_threshold:
      '${postscreen_dnsbl_whitelist_threshold?{$postscreen_dnsbl_whitelist_threshold}:{0}}',
    postscreen_dnsbl_timeout: '10s',
    postscreen_greet_action: 'ignore',
  }).map(([name, text]) => [name, builtIn(text)]),
);
