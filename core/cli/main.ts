import { run } from "./run.ts";

const { argv, env, stdout, stderr } = process;
const stdin = () => process.stdin;
// Not `exit`, which would cut off pending output.
process.exitCode = await run({ argv: argv.slice(2), cwd: process.cwd(), env, stdin, stdout, stderr });
