import type { ReactNode } from "react";
import { Group, Panel } from "react-resizable-panels";
import { SplitSeparator } from "../../components/split-separator.tsx";
import { text } from "../../strings/index.ts";
import { Labels } from "../labels/labels.tsx";
import { Timeline } from "../timeline/timeline.tsx";
import { PaneBoundary } from "./pane-boundary.tsx";
import { usePaneWidths } from "./pane-widths.ts";
import styles from "./panes.module.css";
import { Snapshot } from "./snapshot.tsx";

const words = text.shell;

/** Labels, the history of the chosen one, and the chosen snapshot, each as wide as its user wants it. */
export function Panes({ folder }: { readonly folder: string }) {
  const { first, labels, history, keep } = usePaneWidths();
  return (
    <Group
      orientation="horizontal"
      resizeTargetMinimumSize={{ coarse: 20, fine: 5 }}
      onLayoutChanged={(_, { isUserInteraction }) => isUserInteraction && keep()}
    >
      <Panel
        id="labels"
        panelRef={labels}
        defaultSize={first.labels}
        minSize={200}
        maxSize={480}
        groupResizeBehavior="preserve-pixel-size"
      >
        <Pane name="labels" className={styles.frame}>
          <Labels folder={folder} />
        </Pane>
      </Panel>
      <SplitSeparator label={words.separators.history} />
      <Panel
        id="history"
        panelRef={history}
        defaultSize={first.history}
        minSize={280}
        groupResizeBehavior="preserve-pixel-size"
      >
        <Pane name="history">
          <Timeline />
        </Pane>
      </Panel>
      <SplitSeparator label={words.separators.snapshot} />
      <Panel id="snapshot" minSize={320}>
        <Pane name="snapshot">
          <Snapshot />
        </Pane>
      </Panel>
    </Group>
  );
}

interface PaneProps {
  readonly name: "labels" | "history" | "snapshot";
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

function Pane({ name, className = "", children }: PaneProps) {
  return (
    <section className={`${styles.pane} ${className}`} aria-label={words.panes[name]} data-pane={name}>
      <PaneBoundary what={words.broken[name]}>{children}</PaneBoundary>
    </section>
  );
}
