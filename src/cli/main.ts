#!/usr/bin/env node
// The command `altegio-sdk`.
import { run } from './program.ts';

process.exitCode = await run(process.argv.slice(2));
