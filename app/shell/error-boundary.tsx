import { Component, type ReactNode } from "react";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";

/** Shows that the page broke, instead of nothing. The error's text stays out of it: it may hold what was typed. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <Notice
        tone="error"
        title="The page ran into a fault of its own"
        actions={<Button onPress={() => location.reload()}>Reload the page</Button>}
      >
        Stored models are safe. What was typed is lost.
      </Notice>
    );
  }
}
