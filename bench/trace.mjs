import { readFileSync, rmSync } from "node:fs";
import { SetupError } from "../scripts/processes.mjs";

const CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline", "toplevel"];

/** What of a task's time goes to scripts and layout; painting and compositing come on top. */
const SCRIPT_AND_LAYOUT = new Set([
  "FunctionCall",
  "EvaluateScript",
  "RunMicrotasks",
  "FireAnimationFrame",
  "FireIdleCallback",
  "TimerFire",
  "EventDispatch",
  "HandlePostMessage",
  "Layout",
  "UpdateLayoutTree",
  "MajorGC",
  "MinorGC",
]);

/** Gives the longest tasks of the window's main thread while `work` was under way, in ms. */
export async function tasksOfWindow(page, work) {
  const session = await page.context().newCDPSession(page);
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: CATEGORIES, excludedCategories: ["*"] },
  });
  await work();
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await complete;
  await session.detach();
  return longestTasks(events, "CrRendererMain");
}

/** Gives the longest tasks of the main process while `work` was under way, in ms. */
export async function tasksOfMain(app, work) {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ["toplevel"], excluded_categories: ["*"] }),
  );
  await work();
  const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
  const { traceEvents } = JSON.parse(readFileSync(file, "utf8"));
  rmSync(file);
  return longestTasks(traceEvents, "CrBrowserMain");
}

/**
 * Finds the longest tasks of the threads with a name: as a whole, and what of one goes to scripts and layout. Each is told as
 * it took (`wall`) and as the processor was busy with it (`cpu`): the rest it waited for its turn. They may be different tasks.
 */
function longestTasks(events, thread) {
  const named = events.filter((each) => each.name === "thread_name" && each.args.name === thread);
  const threads = new Set(named.map(threadOf));
  const ours = events.filter((each) => each.ph === "X" && threads.has(threadOf(each)));
  const tasks = ours.filter(({ name }) => name === "RunTask" || name === "ThreadControllerImpl::RunTask");
  if (tasks.length === 0) throw new SetupError(`the trace holds no task of ${thread}`);
  return {
    tasks: tasks.length,
    whole: longest(tasks.map(timesOf)),
    scripted: longest(scriptedParts(tasks, ours)),
  };
}

/** Sums up for each task what of it goes to scripts and layout. */
function scriptedParts(tasks, events) {
  const parts = outermost(events.filter((each) => SCRIPT_AND_LAYOUT.has(each.name)));
  let next = 0;
  return outermost(tasks).map(({ ts, dur, pid, tid }) => {
    const sum = { wall: 0, cpu: 0 };
    while (next < parts.length && parts[next].ts < ts) next++;
    for (; next < parts.length && parts[next].ts < ts + dur; next++) {
      if (parts[next].pid !== pid || parts[next].tid !== tid) continue;
      const { wall, cpu } = timesOf(parts[next]);
      sum.wall += wall;
      sum.cpu += cpu;
    }
    return sum;
  });
}

/** Leaves out events within others, whose time is counted already. */
function outermost(events) {
  const kept = [];
  let end = 0;
  for (const each of events.toSorted((a, b) => a.ts - b.ts || b.dur - a.dur)) {
    if (each.ts < end) continue;
    kept.push(each);
    end = each.ts + each.dur;
  }
  return kept;
}

function longest(times) {
  return {
    wall: Math.max(...times.map(({ wall }) => wall)),
    cpu: Math.max(...times.map(({ cpu }) => cpu)),
  };
}

/** Where the trace does not tell how busy the processor was, it counts as busy all the time. */
const timesOf = ({ dur, tdur = dur }) => ({ wall: dur / 1000, cpu: tdur / 1000 });

const threadOf = ({ pid, tid }) => `${pid} ${tid}`;
