import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import styles from "./button.module.css";
import { Tip } from "./tip.tsx";

type Variant = "primary" | "plain" | "quiet" | "danger";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly variant?: Variant;
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. One on a screen is `primary`: the most likely next action. */
export function Button({ variant = "plain", icon, className = "", children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={`${styles.button} ${styles[variant]} ${className}`} {...rest}>
      {icon}
      <span className="ellipsis">{children}</span>
    </button>
  );
}

interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> {
  /** The action's name, which is also the tooltip. */
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with a sign only. */
export function IconButton({ label, icon, shortcut, className = "", ...rest }: IconButtonProps) {
  return (
    <Tip text={shortcut ? `${label} (${shortcut})` : label}>
      <button type="button" aria-label={label} className={`${styles.icon} ${className}`} {...rest}>
        {icon}
      </button>
    </Tip>
  );
}
