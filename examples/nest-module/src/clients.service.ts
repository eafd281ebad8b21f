import { Injectable } from '@nestjs/common';
import type { Altegio } from 'altegio-sdk';
import { InjectAltegio } from './altegio.module';

@Injectable()
export class ClientsService {
  constructor(@InjectAltegio() private readonly altegio: Altegio) {}

  /** Names of the clients whose name holds a text. */
  async find(location_id: number, text: string): Promise<string[]> {
    const clients = this.altegio.v1.get_client_list.items({
      path: { location_id },
      body: {
        fields: ['id', 'name'],
        filters: [{ type: 'quick_search', state: { value: text } }],
      },
    });
    const names: string[] = [];
    for await (const { name } of clients) if (name) names.push(name);
    return names;
  }
}
