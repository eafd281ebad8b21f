import { start } from './load.mjs';

export default {
  // Fetch of Workers takes no body in a GET.
  fetch: async (_request, env) => Response.json(await start(env.BASE, { bodyOfGet: false })),
};
