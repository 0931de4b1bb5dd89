// Puts the words and pictures in, and lets the boundary follow the slider.
export default function ({ parentElement, data }) {
  const figure = parentElement.querySelector("figure");
  const slider = figure.querySelector("input");

  for (const side of ["before", "after"]) {
    const picture = figure.querySelector(`img.${side}`);
    const { address, alt, caption } = JSON.parse(data[side]);
    picture.width = data.width;
    picture.height = data.height;
    picture.loading = "lazy"; // Before the address, or the picture is asked for at once.
    picture.alt = alt;
    picture.src = address;
    figure.querySelector(`figcaption .${side}`).textContent = caption;
  }
  figure.querySelector("label").textContent = data.label;

  const follow = () => {
    figure.style.setProperty("--boundary", `${slider.value}%`);
    slider.setAttribute("aria-valuetext", data.share.replace("{share}", slider.value));
  };
  slider.oninput = follow;
  follow();
}
