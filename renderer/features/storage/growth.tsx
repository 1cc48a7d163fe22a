import { lazy, Suspense } from "react";
import type { Space } from "../../api/storage.ts";
import { bytes } from "../../components/format.ts";
import { Fold } from "../../shared/forms/path-list.tsx";
import { text } from "../../strings/index.ts";
import charts from "./charts/charts.module.css";
import styles from "./storage.module.css";

const words = text.space;
/** Days begin in UTC. */
const day = new Intl.DateTimeFormat(navigator.language, { dateStyle: "medium", timeZone: "UTC" });
const GrowthPlot = lazy(async () => ({ default: (await import("./charts/growth-plot.tsx")).GrowthPlot }));

/** The stored bytes over time, as a plot and as a table. */
export function Growth({ growth }: Pick<Space, "growth">) {
  let sum = 0;
  const days = growth.map(({ day: at, stored }) => {
    sum += stored;
    return { at, came: stored, sum };
  });
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return null;
  return (
    <section className={styles.part} aria-label={words.growth}>
      <h3>{words.growth}</h3>
      {days.length === 1 ? (
        <p className="muted">{words.growthOneDay(bytes(last.sum))}</p>
      ) : (
        <>
          <Suspense fallback={<div className={charts.plot} />}>
            <GrowthPlot days={days} label={words.growthAbout(day.format(first.at), day.format(last.at))} />
          </Suspense>
          <Fold title={words.asTable}>
            <div className={styles.table}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">{words.day}</th>
                    <th scope="col">{words.came}</th>
                    <th scope="col">{words.sum}</th>
                  </tr>
                </thead>
                <tbody>
                  {[...days].reverse().map(({ at, came, sum: all }) => (
                    <tr key={at}>
                      <th scope="row">{day.format(at)}</th>
                      <td>{bytes(came)}</td>
                      <td>{bytes(all)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Fold>
        </>
      )}
    </section>
  );
}
