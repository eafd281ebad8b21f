// The client as a provider: `AltegioModule.forRoot({ … })` once, then `@InjectAltegio()` wherever it is needed.
import { type DynamicModule, Inject, Module } from '@nestjs/common';
import { type ClientOptions, createAltegio } from 'altegio-sdk';

const ALTEGIO = Symbol('altegio');

/** Injects the client; the type of the parameter is `Altegio`. */
export const InjectAltegio = () => Inject(ALTEGIO);

@Module({})
export class AltegioModule {
  static forRoot(options: ClientOptions): DynamicModule {
    return {
      module: AltegioModule,
      global: true,
      // One for the program: all who inject it share its limiter.
      providers: [{ provide: ALTEGIO, useFactory: () => createAltegio(options) }],
      exports: [ALTEGIO],
    };
  }
}
