import { RotateCw } from "lucide-react";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { AppError } from "../api/bridge.ts";
import { Button } from "../components/button.tsx";
import { ErrorPanel } from "../shared/error-panel.tsx";
import { text } from "../strings/index.ts";
import styles from "./pane-boundary.module.css";

interface PaneBoundaryProps {
  /** The sentence that says what is unavailable when the pane's content fails. */
  readonly what: string;
  readonly children: ReactNode;
}

/** Keeps a defect of one part of the window from taking the rest along. */
export class PaneBoundary extends Component<PaneBoundaryProps, { readonly error: AppError | null }> {
  override readonly state: { readonly error: AppError | null } = { error: null };

  static getDerivedStateFromError(thrown: unknown) {
    const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { error: defect(message, { stack }) };
  }

  override componentDidCatch(thrown: unknown, { componentStack }: ErrorInfo): void {
    console.error(thrown, componentStack);
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    const message = text.shell.brokenAbout(this.props.what, error.message);
    return (
      <div className={styles.broken}>
        <ErrorPanel error={defect(message, error.data)}>
          <Button icon={<RotateCw size={14} />} onClick={() => this.setState({ error: null })}>
            {text.shell.showAgain}
          </Button>
        </ErrorPanel>
      </div>
    );
  }
}

function defect(message: string, data: Record<string, unknown> = {}): AppError {
  return new AppError({ code: "Internal", message, data });
}
