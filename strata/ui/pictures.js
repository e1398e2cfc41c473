const SCALE = 2, MARGIN = 20, NS = "http://www.w3.org/2000/svg";
const STYLES = { title: [22, 700, "text"], said: [15, 600, "text"], stamp: [11, 400, "muted"] };
const FONT = "'Source Sans 3', 'Source Sans', 'Segoe UI', Arial, 'Noto Sans', sans-serif";

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

function lines(text, size, weight, width) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} ${size}px ${FONT}`;
  const found = [""];
  for (const word of text.split(/\s+/).flatMap((word) => word.match(/[^]{1,60}/gu) ?? [])) {
    const longer = `${found.at(-1)} ${word}`.trim();
    if (found.at(-1) && pen.measureText(longer).width > width) found.push(word);
    else found[found.length - 1] = longer;
  }
  return found;
}

// The chart as it stands on the page, between its title and what explains it, as one SVG.
function drawn(data) {
  const plot = document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`);
  if (!plot) throw new Error("The chart is not on the page any more: close this menu and open it again.");
  const { width, height } = plot.getBoundingClientRect();
  const parts = [];
  let y = MARGIN;
  const write = (text, [size, weight, colour]) => {
    for (const line of lines(text, size, weight, width)) {
      y += Math.round(size * 1.35);
      parts.push(`<text x="${MARGIN}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${data[colour]}">${escaped(line)}</text>`);
    }
  };
  write(data.title, STYLES.title);
  for (const text of data.said) write(text, STYLES.said);
  y += 8;
  for (const layer of plot.querySelectorAll(".main-svg")) {
    const copy = layer.cloneNode(true);
    copy.querySelectorAll(".hoverlayer, .modebar").forEach((each) => each.replaceChildren());
    copy.removeAttribute("style");
    parts.push(`<g transform="translate(${MARGIN},${y})">${new XMLSerializer().serializeToString(copy)}</g>`);
  }
  y += height;
  for (const text of data.stamp) write(text, STYLES.stamp);
  const size = { width: Math.ceil(width + 2 * MARGIN), height: Math.ceil(y + MARGIN) };
  const svg = `<svg xmlns="${NS}" xmlns:xlink="http://www.w3.org/1999/xlink" width="${size.width}" height="${size.height}" ` +
    `viewBox="0 0 ${size.width} ${size.height}" font-family="${FONT}"><title>${escaped(data.title)}</title>` +
    `<rect width="100%" height="100%" fill="${data.background}"/>${parts.join("")}</svg>`;
  return { svg, ...size };
}

async function png(data) {
  const { svg, width, height } = drawn(data);
  const picture = new Image();
  picture.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [SCALE * width, SCALE * height];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(picture.src);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function save(blob, name) {
  const way = document.createElement("a");
  way.href = URL.createObjectURL(blob);
  way.download = name;
  way.click();
  setTimeout(() => URL.revokeObjectURL(way.href), 10_000);
}

const WAYS = {
  png: async (data) => save(await png(data), `${data.name}.png`),
  svg: async (data) => save(new Blob([drawn(data).svg], { type: "image/svg+xml" }), `${data.name}.svg`),
  copy: async (data) => {
    if (!navigator.clipboard?.write)
      throw new Error("The browser copies pictures over https or on this machine alone: save the PNG instead.");
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png(data) })]);
    return "The picture is copied.";
  },
  link: async (data) => {
    const link = data.link || location.href;
    if (!navigator.clipboard?.writeText) return link; // to be copied by hand
    await navigator.clipboard.writeText(link);
    return "The link is copied.";
  },
};

export default function ({ data, parentElement }) {
  const status = parentElement.querySelector("[role=status]");
  for (const button of parentElement.querySelectorAll("[data-way]")) {
    button.hidden = button.dataset.way !== "link" && !data.chart;
    button.onclick = async () => {
      status.textContent = "";
      try {
        status.textContent = (await WAYS[button.dataset.way](data)) ?? "";
      } catch (error) {
        status.textContent = error.message;
      }
    };
  }
}
