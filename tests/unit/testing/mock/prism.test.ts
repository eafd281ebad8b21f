// Prism is an optional peer: what a caller reads who has not installed it.
import { expect, it, vi } from 'vitest';
import { AltegioConfigError } from '../../../../src/index.ts';
import { startMock } from '../../../../src/testing.ts';

vi.mock('@stoplight/prism-http', () => {
  throw new Error("Cannot find package '@stoplight/prism-http'");
});

it('says in one line what to install', async () => {
  const started = startMock();
  await expect(started).rejects.toBeInstanceOf(AltegioConfigError);
  await expect(started).rejects.toThrow(
    /^startMock needs @stoplight\/prism-http: npm install --save-dev @stoplight\/prism-http$/,
  );
});
