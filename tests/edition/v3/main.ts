// Runs the program against a server that loses one response, and prints what it returns.
import { postpone } from './consumer.js';
import { v3Server } from './server.js';

const server = v3Server();
server.lose(1);
console.log(JSON.stringify(await postpone(server.fetch)));
