/** What the generator knows of the log it writes, counted as it writes, never by reading. */
export class Totals {
  lines = 0;
  received = 0;
  delivered = 0;
  forwarded = 0;
  deferred = 0;
  deferrals = 0;
  bounced = 0;
  expired = 0;
  rejected = 0;
  rejectWarnings = 0;
  held = 0;
  discarded = 0;
  bytesReceived = 0;
  bytesDelivered = 0;
  saslFailures = 0;
  connections = 0;
  notifications = 0;
  readonly senders = new Set<string>();
  readonly recipients = new Set<string>();
  readonly sendingDomains = new Set<string>();
  readonly recipientDomains = new Set<string>();
  readonly zones = new Map<string, number>();
  readonly accounts = new Map<string, { messages: number; recipients: number; clients: Set<string> }>();

  /** As plain numbers, under the names that the report has. */
  toJSON(): Record<string, unknown> {
    const { senders, recipients, sendingDomains, recipientDomains, zones, accounts, ...numbers } = this;
    return {
      ...numbers,
      senders: senders.size,
      recipients: recipients.size,
      sendingDomains: sendingDomains.size,
      recipientDomains: recipientDomains.size,
      zones: Object.fromEntries(zones),
      accounts: Object.fromEntries(
        [...accounts].map(([account, { messages, recipients: sent, clients }]) => [
          account,
          { messages, recipients: sent, clients: clients.size },
        ]),
      ),
    };
  }
}
