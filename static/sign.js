// Writing one's name with finger, pen or mouse. Without this file the page says where to sign on paper.
(function () {
  "use strict";

  document.querySelectorAll("canvas[data-sign]").forEach(function (canvas) {
    var form = canvas.closest("form");
    var field = form.querySelector('input[name="image"]');
    var pen = canvas.getContext("2d");
    var lines = [];
    var line = null;
    var hint = form.querySelector("[data-sign-hint]");

    function size() {
      var ratio = Math.min(window.devicePixelRatio || 1, 2);
      canvas.width = Math.round(canvas.clientWidth * ratio);
      canvas.height = Math.round(canvas.clientHeight * ratio);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      draw();
    }

    // Turning the telephone changes the width: what was written is drawn again from its points.
    function draw() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
      pen.strokeStyle = "#111";
      pen.lineWidth = 3.2;
      pen.lineCap = pen.lineJoin = "round";
      lines.forEach(function (points) {
        pen.beginPath();
        points.forEach(function (at, index) {
          if (index) pen.lineTo(at[0], at[1]);
          else pen.moveTo(at[0], at[1]);
        });
        if (points.length === 1) pen.lineTo(points[0][0] + 0.1, points[0][1]);
        pen.stroke();
      });
      if (hint) hint.hidden = lines.length > 0;
    }

    function place(event) {
      var box = canvas.getBoundingClientRect();
      return [event.clientX - box.left - canvas.clientLeft, event.clientY - box.top - canvas.clientTop];
    }

    canvas.addEventListener("pointerdown", function (event) {
      if (event.button) return;
      event.preventDefault();
      canvas.setPointerCapture(event.pointerId);
      line = [place(event)];
      lines.push(line);
      draw();
    });
    canvas.addEventListener("pointermove", function (event) {
      if (!line) return;
      line.push(place(event));
      draw();
    });
    ["pointerup", "pointercancel"].forEach(function (name) {
      canvas.addEventListener(name, function () { line = null; });
    });

    form.querySelector("[data-sign-clear]").addEventListener("click", function () {
      lines = [];
      draw();
    });
    form.addEventListener("submit", function () {
      field.value = lines.length ? canvas.toDataURL("image/png") : "";
    });
    form.querySelectorAll("[data-sign-part]").forEach(function (part) { part.hidden = false; });
    window.addEventListener("resize", size);
    size();
  });
})();
