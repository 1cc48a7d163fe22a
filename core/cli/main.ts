import { run } from "./run.ts";

const { argv, env, stdout, stderr } = process;
// Not `exit`, which would cut off what is still to be written.
process.exitCode = await run({ argv: argv.slice(2), cwd: process.cwd(), env, stdout, stderr });
