import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AltegioModule } from './altegio.module';
import { ClientsService } from './clients.service';

const { ALTEGIO_PARTNER_TOKEN = '', ALTEGIO_USER_TOKEN, ALTEGIO_BASE_URL, ALTEGIO_LOCATION_ID } = process.env;

@Module({
  imports: [
    AltegioModule.forRoot({
      partnerToken: ALTEGIO_PARTNER_TOKEN,
      userToken: ALTEGIO_USER_TOKEN,
      baseUrl: ALTEGIO_BASE_URL,
    }),
  ],
  providers: [ClientsService],
})
class AppModule {}

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ['error'] });
  console.log(await app.get(ClientsService).find(Number(ALTEGIO_LOCATION_ID), process.argv[2] ?? 'Emma'));
  await app.close();
}

void main();
