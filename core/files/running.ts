/** Tells whether a process of this machine is there, by its id. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Somebody else's may not be asked, but it is there.
    return (thrown as NodeJS.ErrnoException).code === "EPERM";
  }
}
