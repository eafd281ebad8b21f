const sdk = require('altegio-sdk');
const webhooks = require('altegio-sdk/webhooks');

import('./job.mjs').then(async ({ run }) => {
  console.log(JSON.stringify(await run({ sdk, webhooks }, process.env.BASE)));
});
