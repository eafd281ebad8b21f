// The job with the package as ES modules.
import * as sdk from 'altegio-sdk';
import * as webhooks from 'altegio-sdk/webhooks';
import { run } from './job.mjs';

export const start = (base, has) => run({ sdk, webhooks }, base, has);
