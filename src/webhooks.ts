// Receives what Altegio sends: typed events, a handler for every runtime, proofs of origin, and the settings.

export { AltegioWebhookError } from './webhooks/error.ts';
export {
  isWebhookEvent,
  type ParsedWebhookEvent,
  type UnknownResource,
  type UnknownWebhookEvent,
  type WebhookData,
  type WebhookEvent,
  type WebhookEventOf,
  type WebhookResource,
  type WebhookStatus,
} from './webhooks/event.ts';
export { createWebhookHandler, type WebhookContext, type WebhookHandler } from './webhooks/handler.ts';
export {
  type MarketplaceCallback,
  type MarketplacePayment,
  type MarketplaceUser,
  verifyMarketplaceCallback,
  verifyPaymentSign,
  verifyRedirect,
} from './webhooks/marketplace.ts';
export type { NodeWebhookRequest, NodeWebhookResponse } from './webhooks/node.ts';
export type { WebhookFunctions, WebhookHandlerOptions } from './webhooks/options.ts';
export { parseWebhook } from './webhooks/parse.ts';
export { createRedisWebhookStore, type RedisWebhookStoreOptions } from './webhooks/redis-store.ts';
export { sampleWebhookEvent } from './webhooks/sample.ts';
export {
  updateWebhookSettings,
  type WebhookSettings,
  type WebhookSettingsChange,
  type WebhookSettingsInput,
} from './webhooks/settings.ts';
export {
  type SignedPayment,
  type SignedRedirect,
  signForTest,
  type UnsignedPayment,
  type UnsignedRedirect,
} from './webhooks/sign.ts';
export {
  createMemoryWebhookStore,
  type MemoryWebhookStoreOptions,
  type WebhookStore,
} from './webhooks/store.ts';
