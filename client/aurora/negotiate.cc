#include "client/aurora/negotiate.h"

#include <dlfcn.h>
#include <fmt/format.h>
#include <gssapi/gssapi.h>

namespace borealis::client::aurora {
namespace {

constexpr const char* library_name = "libgssapi_krb5.so.2";

lang::Error denied(std::string reason, std::string hint) {
  return {lang::ErrorClass::denied, std::move(reason), std::move(hint), {}};
}

// What we call of the library.
struct Gss {
  decltype(&gss_import_name) import_name = nullptr;
  decltype(&gss_init_sec_context) init_sec_context = nullptr;
  decltype(&gss_inquire_cred) inquire_cred = nullptr;
  decltype(&gss_display_name) display_name = nullptr;
  decltype(&gss_display_status) display_status = nullptr;
  decltype(&gss_release_name) release_name = nullptr;
  decltype(&gss_release_buffer) release_buffer = nullptr;
  decltype(&gss_delete_sec_context) delete_sec_context = nullptr;
};

lang::Result<Gss> load() {
  void* library = dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    return denied(fmt::format("{} cannot be loaded: {}", library_name, dlerror()),
                  "install Kerberos, on Debian the package libgssapi-krb5-2");
  Gss gss;
  bool whole = true;
  const auto find = [&](auto& function, const char* name) {
    function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
    whole = whole && function != nullptr;
  };
  find(gss.import_name, "gss_import_name");
  find(gss.init_sec_context, "gss_init_sec_context");
  find(gss.inquire_cred, "gss_inquire_cred");
  find(gss.display_name, "gss_display_name");
  find(gss.display_status, "gss_display_status");
  find(gss.release_name, "gss_release_name");
  find(gss.release_buffer, "gss_release_buffer");
  find(gss.delete_sec_context, "gss_delete_sec_context");
  if (!whole) return denied(fmt::format("{} lacks functions of GSSAPI", library_name), "");
  return gss;
}

// Never unloaded.
const lang::Result<Gss>& loaded() {
  static const lang::Result<Gss> gss = load();
  return gss;
}

gss_OID spnego() {
  static char bytes[] = "\x2b\x06\x01\x05\x05\x02";
  static gss_OID_desc oid = {6, bytes};
  return &oid;
}

gss_OID host_based_service() {
  static char bytes[] = "\x2a\x86\x48\x86\xf7\x12\x01\x02\x01\x04";
  static gss_OID_desc oid = {10, bytes};
  return &oid;
}

// A buffer, a name or a context of the library, released with this.
class Session {
 public:
  explicit Session(const Gss& gss) : gss_(gss) {}
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
  ~Session() {
    OM_uint32 minor = 0;
    if (name != GSS_C_NO_NAME) gss_.release_name(&minor, &name);
    if (context != GSS_C_NO_CONTEXT) gss_.delete_sec_context(&minor, &context, GSS_C_NO_BUFFER);
    gss_.release_buffer(&minor, &output);
  }

  gss_name_t name = GSS_C_NO_NAME;
  gss_ctx_id_t context = GSS_C_NO_CONTEXT;
  gss_buffer_desc output = GSS_C_EMPTY_BUFFER;

 private:
  const Gss& gss_;
};

std::string text_of(const gss_buffer_desc& buffer) {
  return {static_cast<const char*>(buffer.value), buffer.length};
}

// The library's words for an error: those of the mechanism, which say more, else the general ones.
std::string words(const Gss& gss, OM_uint32 major, OM_uint32 minor) {
  const auto ask = [&](OM_uint32 code, int kind) {
    OM_uint32 ignored = 0;
    OM_uint32 more = 0;
    Session message(gss);
    if (GSS_ERROR(gss.display_status(&ignored, code, kind, spnego(), &more, &message.output))) return std::string();
    return text_of(message.output);
  };
  std::string text = minor != 0 ? ask(minor, GSS_C_MECH_CODE) : "";
  if (text.empty()) text = ask(major, GSS_C_GSS_CODE);
  return text.empty() ? "an error without a text" : text;
}

std::string own_principal(const Gss& gss) {
  OM_uint32 minor = 0;
  Session own(gss);
  if (GSS_ERROR(gss.inquire_cred(&minor, GSS_C_NO_CREDENTIAL, &own.name, nullptr, nullptr, nullptr))) return {};
  if (GSS_ERROR(gss.display_name(&minor, own.name, &own.output, nullptr))) return {};
  return text_of(own.output);
}

}  // namespace

lang::Result<NegotiateToken> negotiate_token(const std::string& host) {
  const auto& gss = loaded();
  if (!gss) return gss.error();
  OM_uint32 minor = 0;
  Session session(*gss);
  std::string service = "HTTP@" + host;
  gss_buffer_desc text = {service.size(), service.data()};
  if (const OM_uint32 major = gss->import_name(&minor, &text, host_based_service(), &session.name); GSS_ERROR(major))
    return denied(fmt::format("{} is no name of a service: {}", service, words(*gss, major, minor)), "");
  const OM_uint32 major =
      gss->init_sec_context(&minor, GSS_C_NO_CREDENTIAL, &session.context, session.name, spnego(), 0, 0,
                            GSS_C_NO_CHANNEL_BINDINGS, GSS_C_NO_BUFFER, nullptr, &session.output, nullptr, nullptr);
  const std::string principal = own_principal(*gss);
  if (GSS_ERROR(major)) {
    std::string hint = principal.empty()
                           ? "`kinit` gets a ticket, `klist` shows those that you have"
                           : fmt::format("you have tickets as {}; they must get one for {}", principal, "HTTP/" + host);
    return denied(words(*gss, major, minor), std::move(hint));
  }
  return NegotiateToken{text_of(session.output), principal};
}

}  // namespace borealis::client::aurora
