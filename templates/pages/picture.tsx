/** One paper in the picture of an edition; places are from 0 to 1. */
export interface Dot {
  x: number;
  y: number;
  title: string;
  path: string;
  /** The classes of its story's colour; `undefined` outside the stories. */
  colour: string | undefined;
  /** Whether the dot is a link; dots of a large edition that the page does not list are not. */
  linked: boolean;
}

const WIDTH = 360;
const HEIGHT = 300;
const EDGE = 12;

/**
 * The picture of an edition as inline SVG. What it shows stands on the page in words too, so screen readers and the
 * tab key pass it by.
 */
export function Picture({ dots }: { dots: readonly Dot[] }) {
  const radius = dots.length <= 120 ? 5.5 : dots.length <= 400 ? 3.5 : 2.5;
  const plain = dots.filter(({ linked }) => !linked);
  return (
    <svg class="picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      {[...new Set(plain.map(({ colour }) => colour))].map((colour) => (
        <Far dots={plain.filter((dot) => dot.colour === colour)} colour={colour} width={radius * 1.5} />
      ))}
      {dots
        .filter(({ linked }) => linked)
        .toSorted((a, b) => Number(a.colour !== undefined) - Number(b.colour !== undefined))
        .map((dot) => (
          <a href={dot.path} tabindex={-1}>
            <circle class={dot.colour} cx={across(dot)} cy={down(dot)} r={radius}>
              <title>{dot.title}</title>
            </circle>
          </a>
        ))}
    </svg>
  );
}

/** Dots of one colour that are no links, in as few bytes as they can be told in. */
function Far({ dots, colour, width }: { dots: readonly Dot[]; colour: string | undefined; width: number }) {
  const d = dots.map((dot) => `M${across(dot)} ${down(dot)}h0`).join('');
  return (
    <>
      <path class={colour === undefined ? 'far' : `far ${colour}`} stroke-width={width} d={d} />
      {colour?.endsWith('ring') && <path class="far hole" stroke-width={width / 2} d={d} />}
    </>
  );
}

function across({ x }: Dot): string {
  return (EDGE + x * (WIDTH - 2 * EDGE)).toFixed(0);
}

function down({ y }: Dot): string {
  return (EDGE + y * (HEIGHT - 2 * EDGE)).toFixed(0);
}
