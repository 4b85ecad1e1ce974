using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// How messages become a text in other programs: as ChatML, given as a Jinja template that those programs read. It produces the
/// same tokens as <see cref="DialoguePrompt"/>.
/// </summary>
internal static class ChatTemplate
{
    /// <summary>The Jinja template. The mark that stands before every text goes first.</summary>
    internal const string Jinja =
        "{{- bos_token }}{%- for message in messages %}"
        + "{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
        + "{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

    /// <summary>The same template in Ollama's language. Ollama itself adds the mark before every text.</summary>
    internal const string Ollama =
        "{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n";

    /// <summary>The mark that ends a message.</summary>
    internal static string End => Tokenizer.MarkNames[2];
}
