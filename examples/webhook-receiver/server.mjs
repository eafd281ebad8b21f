// Receives webhooks with Hono: `PORT=8080 WEBHOOK_SECRET=… npm start`. Altegio gets the URL https://…/hooks?secret=….
import { serve } from '@hono/node-server';
import { createWebhookHandler } from 'altegio-sdk/webhooks';
import { Hono } from 'hono';

const webhooks = createWebhookHandler({
  secret: process.env.WEBHOOK_SECRET,
  on: {
    record: ({ status, resource_id, data }) =>
      console.log(`appointment ${resource_id} ${status}:`, data.datetime),
    client: ({ status, resource_id, data }) => console.log(`client ${resource_id} ${status}:`, data.name),
  },
});

const app = new Hono();
// Refuses a wrong secret, responds at once, leaves out repetitions, then calls the functions of `on`.
app.post('/hooks', (context) => webhooks(context.req.raw));
app.get('/health', (context) => context.text('up'));

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(process.env.PORT ?? 8080) }, ({ port }) => {
  console.log(`listening on ${port}`);
});
