using System.Text;
using System.Text.Json;
using Figment.Data.Texts;
using Figment.Export;
using Figment.Models.Texts;
using LLama;
using LLama.Common;
using LLama.Native;
using Microsoft.ML.OnnxRuntimeGenAI;
using GenAiTokenizer = Microsoft.ML.OnnxRuntimeGenAI.Tokenizer;

namespace Figment.Tests.Exports;

/// <summary>Other programs make the same text of messages, give the same answers, and stop where a message ends.</summary>
public sealed class DialogueExportTests : IDisposable
{
    private const string User = "user";
    private static readonly Dictionary<string, string> NoMetadata = [];
    private static readonly DialogueMessage[] Long =
    [
        new("system", "Sei knapp: {{ x }} 'a' \"b\""),
        new(User, "春眠不觉晓"),
        new("assistant", "处处闻啼鸟。"),
        new(User, "Who are you?\n\n "),
    ];

    private readonly TextModel model = SmallDialogues.Model.Value;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Llama_cpp_answers_the_same_and_stops()
    {
        string file = model.WriteGguf(folder.Root, NoMetadata)[0].Path;
        using Llama llama = new(file);
        using LLamaWeights weights = LLamaWeights.LoadFromFile(new ModelParams(file) { GpuLayerCount = 0, VocabOnly = true });
        using Greedy greedy = new(model);

        Assert.Equal(
            (model.Tokenizer.EndOfText, model.Tokenizer.MessageEnd),
            ((int)weights.Vocab.BOS!.Value, (int)weights.Vocab.EOS!.Value)
        );
        Assert.Equal(model.Tokenizer.MessageEnd, (int)weights.Vocab.EOT!.Value);
        Assert.Equal(Prompt(Long), Templated(Long));
        foreach ((string question, string answer) in SmallDialogues.All)
        {
            int[] prompt = Templated([new(User, question)]);
            Assert.Equal(Prompt([new(User, question)]), prompt);
            (int[] made, float[][] logits) = llama.Write(prompt, 40);
            int count = Array.FindIndex(made, token => ((LLamaToken)token).IsEndOfGeneration(weights.Vocab)) + 1;
            greedy.Check(prompt, made[..count], logits[..count]);

            Assert.Equal(Answer(question), model.Tokenizer.DecodeText(made[..count]));
            Assert.Equal((answer, model.Tokenizer.MessageEnd), (Answer(question), made[count - 1]));
        }

        Assert.InRange(greedy.LargestDifference, 0, 1e-3f);

        int[] Templated(DialogueMessage[] messages)
        {
            LLamaTemplate template = new(weights) { AddAssistant = true };
            foreach (DialogueMessage message in messages)
                template.Add(message.Role, message.Content);
            return llama.Encode(Encoding.UTF8.GetString(template.Apply()), isBegun: true, hasMarks: true);
        }
    }

    [Fact]
    public void Onnx_runtime_genai_answers_the_same_and_stops()
    {
        model.WriteOnnx(folder.Root, NoMetadata);
        using Model network = new(folder.Root);
        using GenAiTokenizer tokenizer = new(network);

        Assert.Equal(Prompt(Long), Templated(Long));
        foreach ((string question, string answer) in SmallDialogues.All)
        {
            int[] prompt = Templated([new(User, question)]);
            using GeneratorParams options = new(network);
            options.SetSearchOption("max_length", SmallDialogues.Context);
            options.SetSearchOption("do_sample", false);
            using Generator generator = new(network, options);
            generator.AppendTokens(prompt);
            while (!generator.IsDone())
                generator.GenerateNextToken();
            int[] made = generator.GetSequence(0).ToArray()[prompt.Length..];

            Assert.Equal(answer, Answer(question));
            Assert.Equal(model.Tokenizer.Encode(answer), made); // the mark that ended it is left out
        }

        int[] Templated(DialogueMessage[] messages)
        {
            string json = JsonSerializer.Serialize(
                messages.Select(message => new { role = message.Role, content = message.Content })
            );
            using Sequences encoded = tokenizer.Encode(tokenizer.ApplyChatTemplate(null, json, null, true));
            return encoded[0].ToArray();
        }
    }

    [Fact]
    public void The_template_makes_the_same_text_by_Jinja_itself()
    {
        model.WriteHuggingFace(folder.Root, NoMetadata);
        string messages = JsonSerializer.Serialize(
            Long.Select(message => new { role = message.Role, content = message.Content })
        );
        File.WriteAllText(folder["messages.json"], messages);

        string? said = Python.Run(
            "jinja2",
            $"""
            import json, jinja2
            c = json.load(open(r"{folder["tokenizer_config.json"]}"))
            t = jinja2.Environment(trim_blocks=True, lstrip_blocks=True).from_string(c["chat_template"])
            print(json.dumps(t.render(messages=json.load(open(r"{folder[
                "messages.json"
            ]}")), add_generation_prompt=True, bos_token=c["bos_token"])))
            """
        );
        Assert.SkipWhen(said is null, "There is no Python with the package jinja2 here (Debian: python3-jinja2).");
        string expected =
            "<|endoftext|>"
            + string.Concat(Long.Select(message => $"<|im_start|>{message.Role}\n{message.Content}<|im_end|>\n"))
            + "<|im_start|>assistant\n";
        Assert.Equal(expected, JsonSerializer.Deserialize<string>(said!));
    }

    [Fact]
    public void Only_runs_of_dialogues_have_a_template_and_stop_at_messages()
    {
        model.WriteHuggingFace(folder["talks"], NoMetadata);
        SmallModel.Apart.Value.WriteHuggingFace(folder["writes"], NoMetadata);
        JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllText(folder[file])).RootElement;

        JsonElement talks = Read("talks/tokenizer_config.json"),
            writes = Read("writes/tokenizer_config.json");
        Assert.Equal(
            ("<|im_end|>", "<|endoftext|>"),
            (talks.GetProperty("eos_token").GetString(), writes.GetProperty("eos_token").GetString())
        );
        Assert.Equal(ChatTemplate.Jinja, talks.GetProperty("chat_template").GetString());
        Assert.False(writes.TryGetProperty("chat_template", out _));
        Assert.Equal(
            [model.Tokenizer.MessageEnd, model.Tokenizer.EndOfText],
            Read("talks/generation_config.json").GetProperty("eos_token_id").EnumerateArray().Select(token => token.GetInt32())
        );
        Assert.Equal(JsonValueKind.Number, Read("writes/config.json").GetProperty("eos_token_id").ValueKind);
    }

    [Fact]
    public void Ollamas_file_says_how_messages_become_a_text()
    {
        model.WriteGguf(folder.Root, NoMetadata);

        string text = File.ReadAllText(folder["Modelfile"]);

        Assert.Contains(
            "TEMPLATE \"\"\"{{- range .Messages }}<|im_start|>{{ .Role }}\n{{ .Content }}<|im_end|>\n{{ end "
                + "}}<|im_start|>assistant\n\"\"\"\n",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("\nPARAMETER stop \"<|im_end|>\"\nPARAMETER stop \"<|endoftext|>\"\n", text, StringComparison.Ordinal);
    }

    private string Answer(string question)
    {
        using Answerer answerer = new(model);
        return string.Concat(answerer.Begin([new(User, question)], new TextOptions { Temperature = 0 }).Pieces(default));
    }

    /// <summary>The prompt that Figment itself gives to the model.</summary>
    private int[] Prompt(IReadOnlyList<DialogueMessage> messages) =>
        [model.Tokenizer.EndOfText, .. DialoguePrompt.Of(model.Tokenizer, messages, int.MaxValue, 1).Prompt.Tokens];
}
