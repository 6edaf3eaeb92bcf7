// The small conveniences of the house. Every page works without this file; nothing here carries a meaning.
(function () {
  "use strict";

  var token = document.querySelector('meta[name="csrf-token"]');

  // htmx sends the same token that forms carry.
  document.addEventListener("htmx:configRequest", function (event) {
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });

  // A second press of the same button sends nothing. The server refuses repeats by itself; this only spares people the message.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent === "1") {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    var button = event.submitter || form.querySelector("button:not([type=button])");
    if (button) button.setAttribute("aria-busy", "true");
    // A download leaves the page standing, so the form has to wake up again.
    window.setTimeout(function () { wake(form); }, form.hasAttribute("data-download") ? 3000 : 15000);
  });

  function wake(form) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach(function (button) { button.removeAttribute("aria-busy"); });
  }

  document.addEventListener("htmx:afterRequest", function (event) {
    if (event.target.tagName === "FORM") wake(event.target);
  });

  // Coming back with the browser's 后退 finds the page as it was left: with sleeping forms.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(wake);
  });

  // Large type without leaving the page, so that nothing typed is lost. Without script the form posts and the server sets the same cookie.
  document.addEventListener("submit", function (event) {
    if (!event.target.hasAttribute("data-type-size")) return;
    event.preventDefault();
    wake(event.target);
    var large = !document.documentElement.classList.contains("elder");
    document.documentElement.classList.toggle("elder", large);
    document.cookie = "elder=" + (large ? "1" : "0") + ";path=/;max-age=31536000;samesite=Lax" + (location.protocol === "https:" ? ";secure" : "");
    document.querySelectorAll("[data-type-size] button").forEach(function (button) {
      button.setAttribute("aria-pressed", String(large));
      button.value = large ? "0" : "1";
    });
  });

  // Keys: / search, n new intake, arrows walk through the lines of a list. Never while someone types.
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    var at = event.target;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || at.isContentEditable) return;
    if (event.key === "/" || event.key === "n") {
      var wanted = document.querySelector('[data-key="' + event.key + '"]');
      if (!wanted) return;
      event.preventDefault();
      if (wanted.tagName === "A") wanted.click();
      else { wanted.focus(); wanted.select(); }
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      var row = at.closest && at.closest(".list tbody tr");
      var next = row && (event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling);
      var link = next && next.querySelector("a, button");
      if (!link) return;
      event.preventDefault();
      link.focus();
    } else if (event.key === "Escape") {
      document.querySelectorAll("details.menu[open]").forEach(close);
    }
  });

  function close(menu) {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // On a phone the row of tabs is longer than the screen: the one that is open is brought into sight.
  document.querySelectorAll(".tabs [aria-current]").forEach(function (tab) {
    var row = tab.closest(".tabs");
    if (row.scrollWidth > row.clientWidth) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
  });

  // After a refused form the reader starts in the first wrong field, which reads its error aloud; without one, at the summary.
  function showErrors(root) {
    var form = root.querySelector("form:not([data-sample]) .field-wrong") || root.querySelector("form:not([data-sample]) .error-summary");
    if (!form) return;
    var control = form.querySelector("input, select, textarea") || form;
    control.focus();
  }
  showErrors(document);

  // Where a page offers to print itself: without the script the browser's own menu does it.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  document.addEventListener("htmx:afterSettle", function (event) { showErrors(event.target); });

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".error-summary a");
    var target = link && document.getElementById(link.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    var control = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ? target : target.querySelector("input, select, textarea");
    (control || target).focus();
    target.scrollIntoView({ block: "center" });
  });
})();
