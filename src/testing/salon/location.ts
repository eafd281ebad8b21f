// The location itself, logging in, and who is notified of changes.
import type { Handlers } from '../call.ts';
import { digestOf } from '../random.ts';
import { page, shaped } from './lists.ts';
import { shapeOf, type Values } from './shape.ts';
import type { Salon } from './state.ts';
import { locationValues } from './views.ts';

export function locationHandlers(salon: Salon): Handlers {
  return {
    'location.list': (call) => {
      const { id } = call.query;
      const isIt = id === undefined || id === salon.locationId;
      return page(call, isIt ? [salon] : [], locationValues);
    },
    // Settings are those of the sample.
    'location.get': (call) => {
      const settings = shapeOf(call.sample) as Values;
      return { data: shaped(call)({ ...settings, ...locationValues(salon) }) };
    },
    // Any login and password will do; the token is always the same for them.
    'auth.login': (call) => {
      const { login = '', password = '' } = call.body as Values;
      const user_token = digestOf(`${salon.seed} ${login} ${password}`);
      return { data: shaped(call)({ id: 1, user_token, login, name: 'Ada Berg', email: '', phone: '' }) };
    },
    'webhooks.get': () => ({ data: salon.hooks }),
    // Replaces all of it, the URLs of other applications too, as the API does.
    'webhooks.set': ({ body }) => {
      const { urls, active, ...flags } = body as typeof salon.hooks;
      salon.hooks = { ...salon.hooks, ...flags, urls: [...urls], active };
      return { data: salon.hooks };
    },
  };
}
