import { hasDisplay, withDisplay } from "./display.mjs";
import { attend, program, root, say } from "./processes.mjs";
import { electronArguments } from "./runtime.mjs";
import { setUp, setUpElectron } from "./setup.mjs";

/** Opens the window on the user's store, after any set-up that is missing. Arguments go to the app. */
async function start() {
  setUp();
  const { binary } = await setUpElectron();
  if (!hasDisplay()) say("no display here: the window opens on a virtual one, unseen; Ctrl-C ends it");
  return await withDisplay((display) =>
    attend(binary, [...electronArguments(), root, ...process.argv.slice(2)], {
      // npm starts scripts in the package's folder and passes the user's folder in INIT_CWD.
      cwd: process.env.INIT_CWD ?? process.cwd(),
      env: { ...process.env, ...display },
    }),
  );
}

await program(start);
