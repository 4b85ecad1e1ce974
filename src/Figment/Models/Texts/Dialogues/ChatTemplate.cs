using Figment.Data.Texts;

namespace Figment.Models.Texts;

/// <summary>
/// How messages become a text in other programs: the form known as ChatML, as a template of Jinja's, which those programs read.
/// It makes the same tokens as <see cref="DialoguePrompt"/>.
/// </summary>
internal static class ChatTemplate
{
    /// <summary>The template. The mark that stands before every text goes first.</summary>
    internal const string Jinja =
        "{{- bos_token }}{%- for message in messages %}"
        + "{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}"
        + "{%- endfor %}{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}";

    /// <summary>The same in Ollama's language; the mark before every text is put there by the program.</summary>
    internal const string Ollama =
        "{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end }}<|im_start|>assistant\n";

    /// <summary>What ends a message.</summary>
    internal static string End => Tokenizer.MarkNames[2];
}
