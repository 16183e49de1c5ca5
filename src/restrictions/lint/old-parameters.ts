/**
 * Parameters of main.cf that have another name now, or that nobody should set any more (DEPRECATION_README of Postfix 3.11,
 * RELEASE_NOTES); and those that came after Postfix 3.4.
 */

/** A new name, and the version that brought it: the old one is the new one's default. */
export const RENAMED_PARAMETERS: ReadonlyMap<string, readonly [now: string, since: number]> = new Map([
  ['virtual_maps', ['virtual_alias_maps', 2000]],
  ['fallback_relay', ['smtp_fallback_relay', 2003]],
  ['authorized_verp_clients', ['smtpd_authorized_verp_clients', 2000]],
  ['smtpd_client_connection_limit_exceptions', ['smtpd_client_event_limit_exceptions', 2002]],
  ['postscreen_dnsbl_ttl', ['postscreen_dnsbl_max_ttl', 3001]],
  ['postscreen_dnsbl_whitelist_threshold', ['postscreen_dnsbl_allowlist_threshold', 3006]],
  ['postscreen_whitelist_interfaces', ['postscreen_allowlist_interfaces', 3006]],
  ['postscreen_blacklist_action', ['postscreen_denylist_action', 3006]],
  ['smtpd_per_record_deadline', ['smtpd_per_request_deadline', 3007]],
  ['smtp_per_record_deadline', ['smtp_per_request_deadline', 3007]],
  ['lmtp_per_record_deadline', ['lmtp_per_request_deadline', 3007]],
  ['tlsproxy_client_level', ['tlsproxy_client_security_level', 3004]],
  ['tlsproxy_client_policy', ['tlsproxy_client_policy_maps', 3004]],
]);

/** What is meant is said elsewhere; `yes`: what to write there, where `yes` is written here. */
export interface Instead {
  readonly parameter: string;
  readonly yes?: string;
}

export const INSTEAD: ReadonlyMap<string, Instead> = new Map([
  ...['smtp', 'lmtp', 'smtpd'].flatMap((who): [string, Instead][] => [
    [`${who}_use_tls`, { parameter: `${who}_tls_security_level`, yes: 'may' }],
    [`${who}_enforce_tls`, { parameter: `${who}_tls_security_level`, yes: 'encrypt' }],
  ]),
  ['smtp_tls_per_site', { parameter: 'smtp_tls_policy_maps' }],
  ['lmtp_tls_per_site', { parameter: 'lmtp_tls_policy_maps' }],
  ['disable_dns_lookups', { parameter: 'smtp_dns_support_level', yes: 'disabled' }],
]);

/** Best left as they are built in. */
export const NEEDLESS: ReadonlySet<string> = new Set([
  ...['smtpd_tls_dh1024_param_file', 'smtpd_tls_eecdh_grade', 'smtpd_tls_dh512_param_file'],
  ...['smtp_cname_overrides_servername', 'lmtp_cname_overrides_servername'],
  ...['smtp_tls_enforce_peername', 'lmtp_tls_enforce_peername'],
]);

const NAMES_SINCE: Readonly<Record<string, string>> = {
  '3.8': 'use_srv_lookup ignore_srv_lookup_error allow_srv_lookup_fallback tls_ffdhe_auto_groups',
  '3.9':
    'force_mime_input_conversion smtp_sasl_password_result_delimiter lmtp_sasl_password_result_delimiter smtp_tls_enable_rpk lmtp_tls_enable_rpk smtpd_tls_enable_rpk',
  '3.10':
    'full_name_encoding_charset smtpd_hide_client_session tls_required_enable smtp_tlsrpt_enable smtp_tlsrpt_socket_name smtp_tlsrpt_skip_reused_handshakes lmtp_tlsrpt_enable lmtp_tlsrpt_socket_name lmtp_tlsrpt_skip_reused_handshakes',
  '3.11':
    'default_cache_db_type non_bdb_migration_level non_bdb_migration_allow_root_prefixes non_bdb_migration_allow_user_prefixes smtp_log_tls_feature_status lmtp_log_tls_feature_status',
};

/** The version that a parameter came with, as far as it is known: `3.10`. */
export const SINCE: ReadonlyMap<string, string> = new Map(
  Object.entries(NAMES_SINCE).flatMap(([version, names]) =>
    names.split(' ').map((name): [string, string] => [name, version]),
  ),
);
