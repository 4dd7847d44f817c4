/** Renders again only when a property changed; the few lines of preact/compat that we need. */
import { Component, type ComponentChildren, type FunctionComponent, h, type VNode } from "preact";

export function memo<P extends object>(render: (props: P) => VNode | null): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const now: object = this.props;
      return Object.entries(next).some(([name, value]) => Reflect.get(now, name) !== value);
    }
    override render(props: P): ComponentChildren {
      return render(props);
    }
  }
  return (props) => h(Memo, props);
}
