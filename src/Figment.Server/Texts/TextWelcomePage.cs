using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Figment.Server;

/// <summary>The first page of a language model, with an example request.</summary>
internal sealed class TextWelcomePage(ServedTexts model) : WelcomePage(model)
{
    private readonly ServedTexts model = model;

    protected override string Loads => "";

    protected override string Style => "pre { white-space: pre-wrap; overflow-wrap: anywhere }";

    protected override string Makes() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(model.Model.KnowsDialogues ? "it answers messages" : "it continues a text")}, and sees {model.Context} "
                + $"tokens at once."
        );

    protected override string Body(HttpRequest request, string at)
    {
        string url = Encode($"{request.Scheme}://{request.Host}") + at;
        string path = model.Model.KnowsDialogues ? "chat/completions" : "completions";
        string body = model.Model.KnowsDialogues
            ? "\"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]"
            : "\"prompt\": \"Once\", \"max_tokens\": 100";
        return $$"""
            <p>It speaks OpenAI's interface, so clients for that work: the base address is <code>{{url}}/v1</code>,
            any key and any model name do.</p>
            <pre>curl {{url}}/v1/{{path}} -H "Content-Type: application/json" -d '{{{body}}, "stream": true}'</pre>
            """;
    }

    protected override IEnumerable<(string Address, string Answer)> Links() => [("/v1/models", "the model")];
}
