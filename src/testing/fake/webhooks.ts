// Tells the URLs of the settings what changed in the salon, as the API does: after the change, in order, and once.
import type { Change, Salon } from '../salon/state.ts';

/** Sends one webhook; whatever comes back is ignored. */
export type SendWebhook = (url: string, body: string) => Promise<unknown>;

export interface Webhooks {
  changed(salon: Salon, change: Change): void;
  /** Settles when everything is sent. */
  idle(): Promise<void>;
  /** Leaves out what is not sent yet. */
  clear(): void;
}

/** How long a delivery may take; the API itself waits 10 to 15 seconds. */
const timeoutMs = 15_000;

/** The platform's `fetch`, as it is when something is sent. */
const post: SendWebhook = (url, body) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal: AbortSignal.timeout(timeoutMs),
  });

export function createWebhooks(send: SendWebhook = post): Webhooks {
  let last: Promise<unknown> = Promise.resolve();
  let generation = 0;
  return {
    changed({ hooks, locationId }, { resource, ...change }) {
      // A team member is `staff` in the webhook, and `master` in the settings.
      const isWanted = hooks.active && hooks[resource === 'staff' ? 'master' : resource] !== 0;
      if (!isWanted) return;
      const body = JSON.stringify({ company_id: locationId, resource, ...change });
      const own = generation;
      for (const url of [...hooks.urls]) {
        // A receiver that is not there is none of the salon's business.
        last = last.then(() => (own === generation ? send(url, body) : undefined)).catch(() => {});
      }
    },
    async idle() {
      for (let seen: unknown; seen !== last; ) {
        seen = last;
        await last;
      }
    },
    clear: () => void generation++,
  };
}
