const settings = { displayModeBar: false, responsive: true };
const drawing = [...document.querySelectorAll("[data-figure]")].map((holder) => {
  const figure = JSON.parse(document.getElementById(holder.dataset.figure).textContent);
  const { width, ...layout } = figure.layout;
  return Plotly.newPlot(holder, figure.data, { ...layout, autosize: true }, settings);
});
window.drawn = Promise.all(drawing).then(() => true);
