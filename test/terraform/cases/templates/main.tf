locals {
  names = ["a", "b"]
  flag  = false
}

resource "terraform_data" "text" {
  input = {
    plain     = "hello"
    escapes   = "tab\there \"quoted\" \\ \u00e9 \U0001F600 $${kept} %%{kept}"
    single    = "${local.names}"
    number    = "n=${1 + 1}"
    bool      = "b=${true}"
    condition = "x%{if local.flag}yes%{else}no%{endif}y"
    loop      = "%{for i, n in local.names}${i}:${n};%{endfor}"
    stripped  = "a   ${~ "b" ~}   c"
    heredoc   = <<EOT
first
  second ${local.names[0]}
EOT
    indented  = <<-EOT
      first
        second
      %{for n in local.names~}
      - ${n}
      %{endfor~}
      last
    EOT
    blank     = <<-EOT
      a

        b
    EOT
    file      = templatefile("${path.module}/list.tftpl", { items = local.names, title = "T" })
    inline    = jsonencode({ b = [1, true, null], a = "<&>" })
  }
}
