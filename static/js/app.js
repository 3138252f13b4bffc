/* Comforts on top of pages that work without it: focus after a swap, copy, print, dialogs, toasts, guards, parts of forms. No markup is made of strings. */
(function () {
  "use strict";
  var doc = document;
  var root = doc.documentElement;
  root.classList.add("js");

  function all(selector, within) { return Array.prototype.slice.call((within || doc).querySelectorAll(selector)); }

  function focusOn(element) {
    if (!element) return;
    if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.setAttribute("tabindex", "-1");
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  }

  /* Toasts; a link opens beside the page */
  function say(text, category, link) {
    var region = doc.getElementById("toasts");
    if (!region) return;
    var toast = doc.createElement("div");
    toast.className = "toast toast--" + category;
    var sentence = doc.createElement("p");
    sentence.textContent = text;
    var close = doc.createElement("button");
    close.type = "button";
    close.className = "btn btn--quiet";
    close.setAttribute("data-dismiss", "");
    close.textContent = doc.body.dataset.close || "×";
    toast.append(sentence, close);
    if (link) {
      link.className = "btn";
      link.target = "_blank";
      link.rel = "noopener";
      close.before(link);
    }
    region.replaceChildren(toast);
    region.dataset.said = "";
  }

  function dismiss(button) {
    var toast = button.closest(".toast");
    if (toast) toast.remove();
    doc.getElementById("main").focus({ preventScroll: true });
  }

  /* Copying: the clipboard where it may be used, a selection where not (plain http, WeChat) */
  function copy(button) {
    var source = doc.querySelector(button.dataset.copy);
    if (!source) return;
    var text = "value" in source ? source.value : source.textContent.trim();
    var label = button.textContent;
    function done() {
      button.textContent = button.dataset.done || label;
      if (button.closest(".slip")) button.closest(".slip").dataset.copied = "";
      setTimeout(function () { button.textContent = label; }, 2500);
    }
    function bySelection() {
      var box = doc.createElement("textarea");
      box.value = text;
      box.setAttribute("readonly", "");
      box.className = "sr";
      (button.closest("dialog") || doc.body).append(box);
      box.select();
      var copied = doc.execCommand("copy");
      box.remove();
      button.focus();
      if (copied) done();
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(done, bySelection);
    else bySelection();
  }

  /* A row opens its first link, unless something in it was pressed or its text is being selected */
  function openRow(event) {
    var row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, input, select, textarea, label, summary, details, form")) return;
    if (String(window.getSelection())) return;
    var link = row.querySelector("a[href]");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  }

  function closeAsk(open) {
    open.open = false;
    open.querySelector("summary").focus();
  }

  function closeOthers(target) {
    all("details.ask[open], details.menu[open]").forEach(function (open) {
      if (!open.contains(target)) open.open = false;
    });
  }

  doc.addEventListener("click", function (event) {
    closeOthers(event.target);
    var pressed = event.target.closest("[data-copy], [data-dialog], [data-dialog-close], [data-dismiss], [data-print], [data-leave], [data-keep]");
    if (!pressed) return openRow(event);
    if ("copy" in pressed.dataset) copy(pressed);
    if ("dismiss" in pressed.dataset) dismiss(pressed);
    if ("print" in pressed.dataset) window.print();
    if ("keep" in pressed.dataset) closeAsk(pressed.closest("details"));
    if ("dialogClose" in pressed.dataset) pressed.closest("dialog").close();
    if ("dialog" in pressed.dataset) {
      var dialog = doc.querySelector(pressed.dataset.dialog);
      if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
    }
    if ("leave" in pressed.dataset) {
      event.preventDefault();
      typed = null;
      window.location.replace(pressed.href);
    }
  });

  doc.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    if (location.hash === "#places") location.hash = "#main";
    var open = event.target.closest && event.target.closest("details.ask[open], details.menu[open]");
    if (open) closeAsk(open);
  });

  /* Unsaved typing */
  var typed = null;
  doc.addEventListener("input", function (event) {
    var form = event.target.closest && event.target.closest("form[data-guard]");
    if (form) typed = form;
  });
  window.addEventListener("beforeunload", function (event) {
    if (typed && typed.isConnected) { event.preventDefault(); event.returnValue = ""; }
  });

  /* What was typed leaves the page only when it will arrive: the server answers, and who opened the page is still signed
     in. Whoever signed in anew meanwhile gets the new sign-in's token. htmx forms ask after a refusal, the page stays. */
  function send(form, button) {
    if (form.dataset.asking) return;
    form.dataset.asking = "1";
    if (button) button.dataset.busy = "1";
    fetch(doc.body.dataset.here, { redirect: "manual", cache: "no-store" }).then(function (answer) {
      if (answer.type === "opaqueredirect") return signInAgain();
      if (!answer.ok) return say(doc.body.dataset.failed, "error");
      return answer.json().then(function (now) {
        if (now.who !== doc.body.dataset.who) return say(doc.body.dataset.other, "error");
        all('input[name="csrf_token"]').forEach(function (field) { field.value = now.token; });
        form.dataset.asked = "1";
        form.requestSubmit(button);
      });
    }).catch(function () { say(doc.body.dataset.failed, "error"); }).finally(function () {
      delete form.dataset.asking;
      if (button && !form.dataset.sent) delete button.dataset.busy;
    });
  }
  function signInAgain() {
    var link = doc.createElement("a");
    link.href = doc.body.dataset.signIn;
    link.textContent = doc.body.dataset.signInLabel;
    say(doc.body.dataset.ended, "error", link);
  }
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("form[data-guard]") || !doc.body.dataset.here || !form.requestSubmit) return;
    if (form.matches("[hx-post]")) return;
    if (form.dataset.asked) { delete form.dataset.asked; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    send(form, event.submitter);
  }, true);
  doc.addEventListener("htmx:before:response", function (event) {
    var ctx = event.detail.ctx, form = ctx.sourceElement;
    if (!form.matches || !form.matches("form[data-guard]") || !form.requestSubmit) return;
    if (form.dataset.asked) { delete form.dataset.asked; return; }
    var elsewhere = ctx.response.headers.get("HX-Redirect");
    if (elsewhere && elsewhere !== doc.body.dataset.signIn) noteSent();
    if (ctx.response.status !== 400 && !(elsewhere && elsewhere === doc.body.dataset.signIn)) return;
    event.preventDefault();
    typed = form;
    send(form, ctx.request.submitter);
  });

  /* Back on a form that was sent from this place of the history: the browser fills it in again as if nothing had been */
  function noteSent() { history.replaceState(Object.assign({}, history.state, { sent: true }), ""); }
  function sayIfSent() {
    var came = performance.getEntriesByType("navigation")[0];
    if (history.state && history.state.sent && came && came.type === "back_forward" && doc.querySelector("form[data-guard]")) say(doc.body.dataset.again, "info");
  }

  /* One press, one submit. htmx forms look after themselves with hx-disable. */
  doc.addEventListener("submit", function (event) {
    var form = event.target;
    if (form === typed) typed = null;
    if (form.method !== "post" || event.defaultPrevented || form.matches("[hx-post], [hx-get]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (form.matches("[data-guard]")) noteSent();
    setTimeout(function () {
      all("button:not([type=button])", form).forEach(function (button) { button.disabled = true; button.dataset.busy = "1"; });
    });
    /* A download leaves the page standing: let it be pressed again. */
    setTimeout(function () { release(form); }, 15000);
  });
  function release(form) {
    delete form.dataset.sent;
    all("button[data-busy]", form).forEach(function (button) { button.disabled = false; delete button.dataset.busy; });
  }
  window.addEventListener("pageshow", function () { all("form[data-sent]").forEach(release); });

  /* Names of the chosen files */
  function showFiles(input) {
    var list = input.parentNode.querySelector(".chosen");
    if (!list) {
      list = doc.createElement("ul");
      list.className = "chosen";
      list.setAttribute("aria-live", "polite");
      input.after(list);
    }
    list.replaceChildren();
    if (input.files.length < (input.closest(".pick") ? 1 : 2)) return;
    Array.prototype.forEach.call(input.files, function (file) {
      var item = doc.createElement("li");
      item.textContent = file.name;
      list.append(item);
    });
  }
  doc.addEventListener("change", function (event) {
    if (event.target.matches("input[type=file][data-files]")) showFiles(event.target);
  });
  doc.addEventListener("htmx:after:swap", function () {
    all("input[type=file][data-files]").forEach(function (input) { if (input.files.length) showFiles(input); });
  });

  /* A part of a form that only some choices ask for: data-when names the field, data-is the values */
  function showAsked(within) {
    all("[data-when]", within).forEach(function (part) {
      var form = part.closest("form");
      var fields = form ? all('[name="' + part.dataset.when + '"]', form) : [];
      var chosen = fields.filter(function (field) { return field.type !== "radio" || field.checked; });
      var was = part.hidden;
      part.hidden = !chosen.some(function (field) { return part.dataset.is.split(" ").indexOf(field.value) >= 0; });
      if (was && !part.hidden && part.matches("details")) part.open = true;
    });
  }
  doc.addEventListener("change", function (event) { if (event.target.form) showAsked(event.target.form); });
  doc.addEventListener("htmx:after:swap", function () { showAsked(doc); });

  /* Whether a password is shown; it is sent as a password, so that the browser offers to keep it and nothing else does */
  doc.addEventListener("change", function (event) {
    if (event.target.dataset.shows) doc.querySelector(event.target.dataset.shows).type = event.target.checked ? "text" : "password";
  });
  doc.addEventListener("submit", function (event) {
    all("[data-shows]", event.target).forEach(function (box) { doc.querySelector(box.dataset.shows).type = "password"; });
  });
  window.addEventListener("pageshow", function () {
    all("[data-shows]").forEach(function (box) { doc.querySelector(box.dataset.shows).type = box.checked ? "text" : "password"; });
  });

  /* While an input method composes (pinyin), wait with the search */
  doc.addEventListener("input", function (event) {
    if (event.isComposing && event.target.matches("[data-search]")) event.stopImmediatePropagation();
  }, true);
  doc.addEventListener("compositionend", function (event) {
    if (event.target.matches("[data-search]")) event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* "/" goes to the search of everything, the arrows through what was found */
  doc.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    var box = doc.getElementById(doc.querySelector("[data-hits]") ? "q" : "find");
    if (event.key === "/" && box && !event.target.closest("input, textarea, select, dialog")) {
      event.preventDefault();
      if (box.offsetParent) box.focus();
      else location.assign(box.form.action);
    }
    if (event.key === "Escape" && event.target.closest("[data-hits]")) box.focus();
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    var places = step ? all("#q, [data-hits] li a") : [];
    var at = places.indexOf(event.target);
    if (at < 0 || places.length < 2 || !doc.querySelector("[data-hits]")) return;
    event.preventDefault();
    places[Math.min(Math.max(at + step, 0), places.length - 1)].focus();
  });

  /* htmx: the focus goes to what changed */
  var lastRow = null;
  doc.addEventListener("htmx:before:swap", function (event) {
    var source = event.detail.ctx.sourceElement;
    lastRow = source && source.matches && source.matches("[data-more]") ? doc.querySelector("#rows > :last-child") : null;
  });
  doc.addEventListener("htmx:after:swap", function (event) {
    var marked = doc.querySelector("[data-focus]:not([data-focused])");
    if (marked) {
      marked.setAttribute("data-focused", "");
      focusOn(marked);
    } else if (lastRow && lastRow.nextElementSibling) {
      focusOn(lastRow.nextElementSibling.querySelector("a, button, input") || lastRow.nextElementSibling);
    } else if (doc.activeElement === doc.body && event.target.id && !event.target.matches('[hx-trigger^="every"]')) {
      focusOn(event.target);
    }
    lastRow = null;
  });
  doc.addEventListener("htmx:error", function (event) {
    var source = event.detail.ctx && event.detail.ctx.sourceElement;
    if (source && source.matches && source.matches("form[data-guard]")) typed = source;
    /* What asks again by itself says it once, and takes it back when an answer comes. */
    var asks = source && source.matches && source.matches('[hx-trigger^="every"]');
    if (asks && doc.querySelector("#toasts [data-lost]")) return;
    say(doc.body.dataset.failed, "error");
    if (asks) all("#toasts .toast").forEach(function (toast) { toast.dataset.lost = ""; });
  });
  doc.addEventListener("htmx:after:swap", function () {
    all("#toasts [data-lost]").forEach(function (toast) { toast.remove(); });
  });

  doc.addEventListener("DOMContentLoaded", function () {
    showAsked(doc);
    sayIfSent();
    var marked = doc.querySelector("[data-focus]");
    if (marked) { marked.setAttribute("data-focused", ""); return focusOn(marked); }
    /* A page that waits for words; on a phone its keyboard would cover what one should read first. */
    var first = doc.querySelector("textarea[data-first]");
    if (first && window.matchMedia("(min-width: 800px)").matches) first.focus({ preventScroll: true });
  });
})();
