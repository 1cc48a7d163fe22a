import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Equal } from "lucide-react";
import { Tabs } from "radix-ui";
import { useState } from "react";
import type { MergeInfo } from "../../../api/merges.ts";
import { changesQuery } from "../../../api/queries.ts";
import { Counts } from "../../../components/counts.tsx";
import { EmptyState } from "../../../components/empty-state.tsx";
import { FileComparison } from "../../../shared/comparison/file-comparison.tsx";
import toolbar from "../../../shared/comparison/toolbar.module.css";
import { text } from "../../../strings/index.ts";
import { sideWords } from "../sides/sides.ts";
import styles from "./proof.module.css";

const words = text.mergeProof;
const SIDES = ["ours", "theirs", "base"] as const;
type SideOf = (typeof SIDES)[number];

interface ProofTabsProps {
  readonly info: MergeInfo;
  readonly result: string;
}

/** What the result changes against ours, theirs and the base: a tab for each. */
export function ProofTabs({ info, result }: ProofTabsProps) {
  const [side, setSide] = useState<SideOf>("ours");
  const names = sideWords(info);
  const sides = SIDES.filter((each) => info[each] !== null);
  return (
    <Tabs.Root className={styles.tabbed} value={side} onValueChange={(next) => setSide(next as SideOf)}>
      <Tabs.List className={styles.tabs} aria-label={words.tabs}>
        {sides.map((each) => (
          <Tabs.Trigger key={each} className={styles.tab} value={each} data-proof-tab={each} data-side={each}>
            {each !== "base" && <span className={styles.dot} aria-hidden />}
            <span className="ellipsis">{words.against(names[each])}</span>
            <TabCounts from={info[each]?.ca_id ?? null} to={result} />
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {sides.map((each) => (
        <Tabs.Content key={each} className={styles.compared} value={each} tabIndex={-1}>
          <Against from={info[each]?.ca_id ?? ""} to={result} name={names[each]} />
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

function TabCounts({ from, to }: { readonly from: string | null; readonly to: string }) {
  const { data } = useQuery(changesQuery(from, to, "", {}, 0));
  if (data === undefined) return null;
  const { added, modified, removed } = data.counts;
  return added + modified + removed === 0 ? <span className="muted">0</span> : <Counts {...data.counts} />;
}

function Against({ from, to, name }: { readonly from: string; readonly to: string; readonly name: string }) {
  if (from === to) {
    return (
      <EmptyState icon={<Equal size={28} />} title={words.same(name)}>
        {words.sameAbout}
      </EmptyState>
    );
  }
  const sides = (
    <p className={toolbar.times}>
      <span>{name}</span>
      <ArrowRight size={12} aria-hidden />
      <span>{text.merge.result}</span>
    </p>
  );
  return <FileComparison from={from} to={to} sides={sides} pane="merge-proof" restores={() => []} />;
}
