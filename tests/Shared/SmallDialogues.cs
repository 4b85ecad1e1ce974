using System.Text.Encodings.Web;
using System.Text.Json;
using Figment.Backend;
using Figment.Data.Texts;
using Figment.Models;
using Figment.Models.Texts;
using Figment.Training;

namespace Figment.Tests;

/// <summary>A few questions and their answers, and a small model that learns them by heart in seconds.</summary>
internal static class SmallDialogues
{
    internal const int Context = 96;

    /// <summary>What is learned.</summary>
    internal static readonly (string Question, string Answer)[] All =
    [
        ("Who are you?", "I am Figment."),
        ("Which ends it?", "<|im_end|>, you say?"),
        ("春眠不觉晓", "处处闻啼鸟。"),
    ];

    /// <summary>The model's options.</summary>
    internal static readonly GptOptions Options = new()
    {
        Layers = 2,
        Width = 64,
        Heads = 4,
        KeyValueHeads = 2,
        Context = Context,
        Merges = 40,
        WarmUp = 10,
        LearningRate = 5e-3,
    };

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A model that has learned them, shared by all tests.</summary>
    internal static readonly Lazy<TextModel> Model = new(Train);

    /// <summary>The lines of a file: one for each dialogue, over and over.</summary>
    internal static string Lines(int times = 20) =>
        string.Concat(Enumerable.Range(0, times * All.Length).Select(i => $"{Line(i)}\n"));

    private static string Line(int i)
    {
        (string question, string answer) = All[i % All.Length];
        return JsonSerializer.Serialize(
            new { messages = new[] { new { role = "user", content = question }, new { role = "assistant", content = answer } } },
            Json
        );
    }

    private static TextModel Train()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["small.jsonl"], Lines());
        using TextDataset data = TextSources.Open(folder["small.jsonl"]);
        TextModel model = (TextModel)ModelCatalog.Find("gpt").Create(Options, data.Description, new SeededRandom(1));
        TrainingOptions training = new()
        {
            Length = TrainingLength.OfSteps(150),
            BatchSize = 4,
            Seed = 1,
            SampleCount = 1,
        };
        Trainer.Fit(model, data, training, null, null, CancellationToken.None);
        return model;
    }
}
