import { expect, test } from 'vitest';
import { texToUnicode } from '../../../shared/text/tex.js';

test.each([
  ['CO$_2$ and $^{12}$CH$_4$', 'CO₂ and ¹²CH₄'],
  ['R$^2$PO in $\\mathbb{R}^n$', 'R²PO in ℝⁿ'],
  ['$O(n\\log n)$ at $z\\sim 7$', 'O(n log n) at z∼ 7'],
  ['$\\frac{a+b}{2}$, $\\sqrt{n}$, $\\sqrt{n+1}$', '(a+b)/2, √n, √(n+1)'],
  ['$\\hat{x}$ and $\\widetilde{O}(n^{1.5})$', 'x̂ and Õ(n^(1.5))'],
  ['$\\Omega_{\\rm DM}$, Z_{\\odot}, $90^\\circ$', 'Ω_DM, Z⊙, 90°'],
  ['Erd\\H{o}s, G\\"odel, Fran\\c{c}ois, \\\'Etale', 'Erdős, Gödel, François, Étale'],
  ['\\emph{a} {\\bf b} \\textsc{C} \\href{https://a.example}{d}', 'a b C d'],
  ["90\\% of ``it'' -- see Fig.~1", '90% of “it” -- see Fig. 1'],
  ['\\(κ=1\\) and $≥$2', 'κ=1 and ≥2'],
  ['Navier--Stokes---again', 'Navier–Stokes—again'],
])('%s reads as %s', (tex, unicode) => {
  expect(texToUnicode(tex)).toBe(unicode);
});

test.each([
  'costs $5 and $10 a month',
  'z~4 and ~10 % of snake_case',
  'a --flag and a^b <!--begin card-->',
  'Kamo`oalewa',
  '</mj-text><mj-include path="x"/> {{x}} & "q"',
])('%s is not TeX and stays', (text) => {
  expect(texToUnicode(text)).toBe(text);
});

test.each(['{', '$', '\\frac', '{\\a', '_{', '\\(', '$\\(', '\\hat', '_{^{'])(
  'much of %s is read without trouble',
  (part) => {
    const text = part.repeat(20_000 / part.length);

    const began = performance.now();
    texToUnicode(text);

    expect(performance.now() - began).toBeLessThan(2_000);
  },
);
